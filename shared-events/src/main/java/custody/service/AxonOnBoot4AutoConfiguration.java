package custody.service;

import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Bean;

/// Puts Axon's autoconfiguration after Spring Boot's.
///
/// Axon 4.13 orders itself after classes by their names of Spring Boot 3. Boot 4 moved them,
/// unknown names are ignored, and so Axon looks for a data source before there is one: it then
/// falls back, without a word, to a transaction manager that does nothing. Standing between the
/// two restores the order, and the check makes a relapse fail the start instead of losing
/// transactions.
@AutoConfiguration(
    after = {
      DataSourceAutoConfiguration.class,
      DataSourceTransactionManagerAutoConfiguration.class
    },
    before = {
      TransactionAutoConfiguration.class,
      NoOpTransactionAutoConfiguration.class,
      JdbcAutoConfiguration.class
    })
public class AxonOnBoot4AutoConfiguration {
  @Bean
  SmartInitializingSingleton axonTransactionManagerCheck(TransactionManager transactions) {
    return () -> {
      if (!(transactions instanceof SpringTransactionManager)) {
        throw new IllegalStateException(
            "Axon must run on Spring's transactions, but got " + transactions.getClass().getName());
      }
    };
  }
}

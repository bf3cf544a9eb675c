package custody.service.looks;

import custody.service.CompanyProperties;
import custody.service.http.WebAutoConfiguration;
import custody.store.KeyedHash;
import custody.store.StoreConfiguration;
import custody.store.Vault;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The access log of a process.
@AutoConfiguration(after = {StoreConfiguration.class, WebAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean({DataSource.class, Vault.class})
@EnableConfigurationProperties({LooksProperties.class, DailyLimits.class})
public class LooksAutoConfiguration {
  @Bean
  @DependsOnDatabaseInitialization
  AccessLog accessLog(DataSource database) {
    return new AccessLog(database);
  }

  @Bean
  LookSeal lookSeal(Vault vault, KeyedHash hash) {
    return new LookSeal(vault, hash);
  }

  @Bean
  @DependsOnDatabaseInitialization
  LogMonths logMonths(DataSource database, LooksProperties properties) {
    return new LogMonths(database, properties);
  }

  /// Inside of what answers failures, outside of everything that answers.
  @Bean
  FilterRegistrationBean<LookFilter> lookFilter(
      AccessLog log,
      LookSeal seal,
      DailyLimits limits,
      Leavers leavers,
      CompanyProperties company,
      ObjectProvider<RequestMappingHandlerMapping> mappings,
      Clock clock) {
    Allowance allowance = new Allowance(limits, leavers, clock, company);
    FilterRegistrationBean<LookFilter> registration =
        new FilterRegistrationBean<>(
            new LookFilter(log, seal, allowance, new Endpoints(mappings), clock));
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
    return registration;
  }
}

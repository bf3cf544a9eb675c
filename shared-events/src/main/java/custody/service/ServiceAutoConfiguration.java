package custody.service;

import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import custody.service.field.FieldProperties;
import custody.service.handover.Drafts;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What both services have, apart from HTTP.
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties({
  CompanyProperties.class,
  FieldProperties.class,
  PoolProperties.class
})
public class ServiceAutoConfiguration {
  /// The one clock; tests put theirs in its place.
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Times.clock();
  }

  @Bean
  FieldCatalog fieldCatalog(FieldProperties configured) {
    return new FieldCatalog(configured);
  }

  @Bean
  FieldJson fieldJson(FieldCatalog catalog, FieldProperties configured) {
    return new FieldJson(catalog, configured.defaultRegion());
  }

  @Bean
  Operations operations(JdbcClient database, Clock clock) {
    return new Operations(database, clock);
  }

  @Bean
  Drafts drafts(JdbcClient database) {
    return new Drafts(database);
  }
}

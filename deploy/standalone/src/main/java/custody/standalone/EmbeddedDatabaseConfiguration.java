package custody.standalone;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Brings the embedded PostgreSQL unless `spring.datasource.url` names another one.
///
/// As the connection's details it is what the pool depends on, so that Spring starts it before the
/// pool and stops it after.
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedDatabaseConfiguration.NoOtherDatabase.class)
@EnableConfigurationProperties(EmbeddedDatabaseProperties.class)
class EmbeddedDatabaseConfiguration {
  @Bean(destroyMethod = "close")
  EmbeddedDatabase embeddedDatabase(
      ObjectProvider<HeadStart.Started> started, EmbeddedDatabaseProperties properties) {
    HeadStart.Started early = started.getIfAvailable();
    return early == null
        ? EmbeddedDatabase.start(properties.dataDir(), properties.postgres().port())
        : early.await();
  }

  /// Not a `@ConditionalOnProperty`: that one cannot ask for a property to be missing.
  static final class NoOtherDatabase implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return HeadStart.isWanted(context.getEnvironment());
    }
  }
}

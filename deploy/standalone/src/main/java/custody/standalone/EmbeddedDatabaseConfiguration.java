package custody.standalone;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Brings the embedded PostgreSQL unless `spring.datasource.url` names another one.
///
/// As the connection's details it is what the pool depends on, so that Spring starts it before the
/// pool and stops it after.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "")
class EmbeddedDatabaseConfiguration {
  @Bean(destroyMethod = "close")
  EmbeddedDatabase embeddedDatabase(
      @Value("${custody.data-dir}") Path directory, @Value("${custody.postgres.port}") int port) {
    return EmbeddedDatabase.start(directory, port);
  }
}

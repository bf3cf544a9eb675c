package custody.store;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Events in PostgreSQL: the default.
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "axon.axonserver.enabled", havingValue = false)
class PostgresEngine {
  @Bean
  GroupWriter groupWriter(
      DataSource source,
      Clock clock,
      Signal signal,
      StoreMetrics metrics,
      StoreProperties properties) {
    StoreProperties.Store settings = properties.store();
    return new GroupWriter(source, clock, signal, metrics, timeouts(settings), settings.queue());
  }

  private static StoreTimeouts timeouts(StoreProperties.Store settings) {
    return new StoreTimeouts(
        settings.appendTimeout(),
        settings.statementTimeout(),
        settings.statementTimeout().plus(Duration.ofSeconds(3)));
  }

  @Bean
  Events events(
      EventRows rows,
      GroupWriter writer,
      Signal signal,
      StoreMetrics metrics,
      Clock clock,
      DataSource source,
      StoreProperties properties) {
    requireEventsHere(source);
    Duration silence = timeouts(properties.store()).network();
    return new PostgresEvents(rows, writer, signal, metrics, clock, silence);
  }

  @Bean
  Lookups lookups(EventRows rows) {
    return new PostgresLookups(rows);
  }

  /// What stands beside events that are elsewhere would contradict those recorded here.
  private static void requireEventsHere(DataSource source) {
    JdbcClient.create(source)
        .sql("SELECT context FROM custody.event_store")
        .query(String.class)
        .optional()
        .ifPresent(
            context -> {
              throw new IllegalStateException(
                  "this database belongs to events in Axon Server's context %s: start with"
                          .formatted(context)
                      + " --spring.profiles.active=axon-server, or use an empty database");
            });
  }
}

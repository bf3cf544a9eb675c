package custody.store;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/// Events in Axon Server, by Axon's connector: profile `axon-server`. Axon's own store on it is not
/// used, because it would write class names and open personal data.
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "axon.axonserver.enabled", matchIfMissing = true)
class AxonServerEngine {
  AxonServerEngine(Environment environment) {
    if (environment.getProperty("axon.axonserver.event-store.enabled", Boolean.class, true)) {
      throw new IllegalStateException(
          "Axon's own event store on Axon Server seals nothing and must stay off: start with"
              + " --spring.profiles.active=axon-server, which also sets"
              + " axon.axonserver.event-store.enabled=false");
    }
  }

  @Bean
  AxonServerChannel axonServerChannel(
      AxonServerConnectionManager connections, AxonServerConfiguration settings) {
    return new AxonServerChannel(
        connections,
        settings.getServers(),
        settings.getContext(),
        Duration.ofMillis(settings.getCommitTimeout()),
        settings.isForceReadFromLeader());
  }

  @Bean
  AxonServerGate axonServerGate(
      AxonServerChannel server,
      DataSource source,
      SubjectKeys migrated,
      StoreProperties properties) {
    AxonServerGate gate = new AxonServerGate(server, source, properties.store().adoptHistory());
    gate.checkIfThere();
    return gate;
  }

  @Bean
  Reservations reservations(EventRows rows, DataSource source) {
    return new Reservations(rows, source);
  }

  @Bean
  AxonServerWriter axonServerWriter(
      AxonServerChannel server,
      AxonServerGate gate,
      Reservations reservations,
      SubjectKeys keys,
      Clock clock,
      Signal signal,
      StoreMetrics metrics,
      StoreProperties properties) {
    return new AxonServerWriter(
        server,
        gate,
        reservations,
        keys,
        clock,
        signal,
        metrics,
        properties.store().appendTimeout());
  }

  @Bean
  Events events(
      AxonServerChannel server,
      AxonServerGate gate,
      AxonServerWriter writer,
      SubjectKeys keys,
      DataSource source) {
    return new AxonServerEvents(server, gate, writer, new KeyRows(source, keys));
  }

  @Bean
  Lookups lookups(EventRows rows, Reservations reservations, AxonServerWriter writer) {
    return new SettlingLookups(new PostgresLookups(rows), reservations, writer);
  }

  /// Lazy, because it is for who records only.
  @Bean
  @Lazy
  LeftBehind leftBehind(AxonServerWriter writer) {
    return new LeftBehind(writer);
  }

  @Bean
  AxonServerHealth axonServerHealthIndicator(AxonServerGate gate, AxonServerChannel server) {
    return new AxonServerHealth(gate, server);
  }

  /// Queries are HTTP here: nothing of them goes to Axon Server.
  @Bean
  QueryBus queryBus() {
    return SimpleQueryBus.builder().build();
  }
}

package custody.store;

import custody.contract.Event;
import custody.contract.Recorded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/// The store on Axon Server, put together by hand. One of these is one process.
public final class AxonServerStore implements AutoCloseable {
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Signal signal = new Signal();
  final AxonServerConnectionManager connections;
  final AxonServerChannel server;
  final AxonServerGate gate;
  final AxonServerWriter writer;
  final Reservations reservations;
  final SubjectKeys keys;
  final EventStorageEngine engine;
  final EventLog log;
  final Lookups lookups;

  /// @param address of the Axon Server, `host:port`
  public AxonServerStore(String address, DataSource source) {
    this(address, "default", source, Clock.systemUTC(), Duration.ofSeconds(15));
  }

  /// @param patience for an append
  public AxonServerStore(
      String address, String context, DataSource source, InstantSource clock, Duration patience) {
    AxonServerConfiguration settings =
        AxonServerConfiguration.builder()
            .servers(address)
            .context(context)
            .clientId(UUID.randomUUID().toString())
            .componentName("test")
            .build();
    settings.setReconnectInterval(200);
    connections = AxonServerConnectionManager.builder().axonServerConfiguration(settings).build();
    keys = new SubjectKeys(source, MasterKeys.parse(TestDatabase.MASTER_KEY));
    EventRows rows = new EventRows(source, keys);
    server = new AxonServerChannel(connections, address, context, Duration.ofSeconds(5), false);
    gate = new AxonServerGate(server, source, false);
    reservations = new Reservations(rows, source);
    writer =
        new AxonServerWriter(
            server, gate, reservations, keys, clock, signal, new StoreMetrics(meters), patience);
    Events events = new AxonServerEvents(server, gate, writer, new KeyRows(source, keys));
    engine = new CustodyEventStorageEngine(events, keys, signal);
    log = new CustodyEventLog(events, signal);
    lookups = new SettlingLookups(new PostgresLookups(rows), reservations, writer);
  }

  public EventLog log() {
    return log;
  }

  public EventStorageEngine engine() {
    return engine;
  }

  /// Appends to the end of the stream and returns what is now stored of it.
  public List<Recorded> append(UUID stream, Event... events) {
    long next = log.version(stream);
    List<DomainEventMessage<?>> messages = new ArrayList<>();
    for (Event event : events) {
      messages.add(TestStore.message(stream, next++, event));
    }
    engine.appendEvents(messages);
    return log.stream(stream);
  }

  @Override
  public void close() {
    connections.shutdown();
  }
}

package custody.store;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.CustomerEvent;
import custody.contract.Envelope;
import custody.contract.ErasureEvent;
import custody.contract.Event;
import custody.contract.HandoverEvent;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RuleEvent;
import custody.contract.UuidV7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.GenericMessage;

/// The real store, put together by hand on a data source. One of these is one process.
public final class TestStore implements AutoCloseable {
  public static final Envelope ENVELOPE =
      new Envelope(
          new Actor(Actor.Kind.USER, "tester"),
          Channel.API,
          null,
          null,
          new UUID(0, 1),
          null,
          null);

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Signal signal = new Signal();
  final SubjectKeys keys;
  final EventRows rows;
  final GroupWriter writer;
  final CustodyEventStorageEngine engine;
  final EventLog log;
  final Lookups lookups;

  public TestStore(DataSource source) {
    this(source, Clock.systemUTC(), StoreTimeouts.DEFAULT);
  }

  public TestStore(DataSource source, InstantSource clock) {
    this(source, clock, StoreTimeouts.DEFAULT);
  }

  TestStore(DataSource source, InstantSource clock, StoreTimeouts timeouts) {
    StoreMetrics metrics = new StoreMetrics(meters);
    keys = new SubjectKeys(source, MasterKeys.parse(TestDatabase.MASTER_KEY));
    rows = new EventRows(source, keys);
    writer = new GroupWriter(source, clock, signal, metrics, timeouts, 1_000);
    Events events = new PostgresEvents(rows, writer, signal, metrics, clock, timeouts.network());
    engine = new CustodyEventStorageEngine(events, keys, signal);
    log = new CustodyEventLog(events, signal);
    lookups = new PostgresLookups(rows);
  }

  public EventLog log() {
    return log;
  }

  public Lookups lookups() {
    return lookups;
  }

  public SubjectKeys keys() {
    return keys;
  }

  public EventStorageEngine engine() {
    return engine;
  }

  public EmbeddedEventStore eventStore() {
    return EmbeddedEventStore.builder().storageEngine(engine).build();
  }

  /// Appends to the end of the stream and returns what is now stored of it.
  public List<Recorded> append(UUID stream, Envelope envelope, Event... events) {
    long next = log.version(stream);
    List<DomainEventMessage<?>> messages = new ArrayList<>();
    for (Event event : events) {
      messages.add(message(stream, next++, envelope, event));
    }
    engine.appendEvents(messages);
    return log.stream(stream);
  }

  public List<Recorded> append(UUID stream, Event... events) {
    return append(stream, ENVELOPE, events);
  }

  /// With an id of its own.
  public static DomainEventMessage<?> message(
      UUID stream, long sequence, Envelope envelope, Event event) {
    return new GenericDomainEventMessage<>(
        switch (event) {
          case CustomerEvent _ -> "customer";
          case RepEvent _ -> "rep";
          case RuleEvent _ -> "rule";
          case HandoverEvent _ -> "handover";
          case ErasureEvent _ -> "erasure";
        },
        stream.toString(),
        sequence,
        new GenericMessage<>(UuidV7.create().toString(), event, EnvelopeMetaData.of(envelope)),
        Clock.systemUTC().instant());
  }

  public static DomainEventMessage<?> message(UUID stream, long sequence, Event event) {
    return message(stream, sequence, ENVELOPE, event);
  }

  /// All events, from the beginning.
  public List<Recorded> all() {
    return Stream.iterate(
            log.after(0, 1_000),
            batch -> !batch.isEmpty(),
            batch -> log.after(batch.getLast().position(), 1_000))
        .flatMap(List::stream)
        .toList();
  }

  /// Appends in the writer's queue.
  int waiting() {
    return (int) meters.get("custody.store.waiting").gauge().value();
  }

  @Override
  public void close() {
    writer.close();
  }
}

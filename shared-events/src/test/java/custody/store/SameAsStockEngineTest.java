package custody.store;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Whoever removes our engine and plugs Axon's own one in gets the same answers: generated
/// sequences of appends, conflicts and reads are put to both.
class SameAsStockEngineTest {
  private static final int STEPS = 120;

  @RegisterExtension static final TestDatabase database = TestDatabase.create();
  private static TestStore store;
  private static EventStorageEngine stock;

  @BeforeAll
  static void bothEngines() {
    store = new TestStore(database.dataSource());
    DataSource source = database.dataSource();
    PersistenceExceptionResolver duplicates = new SQLStateResolver("23505");
    var serializer = Jackson3Serializer.builder().build();
    JdbcEventStorageEngine engine =
        JdbcEventStorageEngine.builder()
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .persistenceExceptionResolver(duplicates)
            .connectionProvider(new SpringDataSourceConnectionProvider(source))
            .transactionManager(new SpringTransactionManager(new JdbcTransactionManager(source)))
            .build();
    engine.createSchema(PostgresEventTableFactory.INSTANCE);
    stock = engine;
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void generatedHistoriesAreAnsweredAlike() {
    long seed = Seed.get();
    Random random = new Random(seed);
    List<UUID> streams = Stream.generate(UUID::randomUUID).limit(8).toList();
    List<DomainEventMessage<?>> offered = new ArrayList<>();
    assertAlike("nothing stored, seed " + seed, engine -> engine.createHeadToken() == null);
    assertAlike("nothing stored, seed " + seed, engine -> engine.createTailToken() == null);
    for (int step = 0; step < STEPS; step++) {
      String at = "step %d of seed %d".formatted(step, seed);
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> {
          List<DomainEventMessage<?>> events = someEvents(random, streams, offered);
          assertAlike(
              at,
              engine -> {
                engine.appendEvents(events);
                return "stored";
              });
        }
        case 3 -> {
          String stream = any(random, streams).toString();
          long first = random.nextInt(6);
          assertAlike(at, engine -> told(engine.readEvents(stream, first).asStream()));
        }
        case 4 -> {
          String stream = any(random, streams).toString();
          assertAlike(at, engine -> engine.lastSequenceNumberFor(stream));
        }
        default -> {
          assertAlike(at, engine -> told(engine.readEvents(null, false)));
          int skipped = random.nextInt(20);
          assertAlike(at, engine -> told(from(engine, skipped)));
        }
      }
    }
    assertAlike("all, seed " + seed, engine -> told(engine.readEvents(null, false)));
    assertAlike("tail", engine -> told(engine.readEvents(engine.createTailToken(), false)));
    assertAlike("head", engine -> told(engine.readEvents(engine.createHeadToken(), false)));
    assertThat(store.all()).hasSizeGreaterThan(30);
  }

  /// Mostly the next ones of a stream; sometimes stale ones, ones of two streams, or known ones.
  private static List<DomainEventMessage<?>> someEvents(
      Random random, List<UUID> streams, List<DomainEventMessage<?>> offered) {
    List<DomainEventMessage<?>> events = new ArrayList<>();
    List<UUID> chosen =
        random.nextInt(4) == 0
            ? List.of(streams.getFirst(), streams.getLast())
            : List.of(any(random, streams));
    for (UUID stream : chosen) {
      long next = store.log().version(stream);
      if (random.nextInt(4) == 0) {
        next = Math.max(0, next - 1 - random.nextInt(2));
      }
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        events.add(
            TestStore.message(
                stream,
                next + i,
                new AssortmentReported("product " + random.nextInt(5), null, null)));
      }
    }
    if (!offered.isEmpty() && random.nextInt(10) == 0) {
      DomainEventMessage<?> known = any(random, offered);
      events.set(
          0,
          new GenericDomainEventMessage<>(
              events.getFirst().getType(),
              events.getFirst().getAggregateIdentifier(),
              events.getFirst().getSequenceNumber(),
              known,
              known.getTimestamp()));
    }
    offered.addAll(events);
    return events;
  }

  private static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// Reads on from the token of the event at that place.
  private static Stream<? extends EventMessage<?>> from(EventStorageEngine engine, int place) {
    return engine
        .readEvents(null, false)
        .skip(place)
        .findFirst()
        .map(TrackedEventMessage::trackingToken)
        .<Stream<? extends EventMessage<?>>>map(token -> engine.readEvents(token, false))
        .orElse(Stream.of());
  }

  private static List<String> told(Stream<? extends EventMessage<?>> events) {
    return events
        .map(
            event -> {
              DomainEventMessage<?> domain = (DomainEventMessage<?>) event;
              // The store states the effective time, which was left open.
              var metaData = domain.getMetaData().withoutKeys(Set.of("custody.effective-at"));
              return "%s %d %s %s %s %s"
                  .formatted(
                      domain.getAggregateIdentifier(),
                      domain.getSequenceNumber(),
                      domain.getType(),
                      domain.getIdentifier(),
                      domain.getPayload(),
                      new TreeMap<>(metaData));
            })
        .toList();
  }

  private static void assertAlike(String at, Function<EventStorageEngine, Object> question) {
    assertThat(answer(store.engine(), question)).as(at).isEqualTo(answer(stock, question));
  }

  private static Object answer(
      EventStorageEngine engine, Function<EventStorageEngine, Object> question) {
    try {
      return question.apply(engine);
    } catch (RuntimeException e) {
      return e.getClass();
    }
  }
}

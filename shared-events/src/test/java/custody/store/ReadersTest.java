package custody.store;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Changes;
import custody.contract.ContactId;
import custody.contract.CorrectionEvent;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpId;
import custody.contract.Personal;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.Recorded;
import custody.contract.Seed;
import custody.service.Operations;
import custody.service.Times;
import custody.wire.StoredEvent;
import custody.wire.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Whatever the order in which transactions commit, who reads on from a position misses nothing.
class ReadersTest {
  private static final AssortmentReported EVENT = new AssortmentReported("tea", null, null);
  private static final FollowUpEvent.FollowUpRecorded FOLLOW_UP =
      new FollowUpEvent.FollowUpRecorded(
          FollowUpId.create(),
          new FollowUpEvent.FollowUp(
              FollowUpEvent.Medium.VISIT,
              Instant.parse("2024-01-01T00:00:00Z"),
              null,
              Personal.of("看了新店"),
              null,
              null));
  private static final Changes CONTACT =
      new Changes(Map.of(), Map.of("name", Personal.of(new FieldValue.Text("陈店长"))), Set.of());
  private static final Excerpts.Rule RULE =
      new Excerpts.Rule(1, Set.of("follow-up"), Set.of("event"));

  private static final Duration SILENCE = Duration.ofSeconds(10);

  @Test
  void aLaterCommitWaitsForAnEarlierOne() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        TestStore store = new TestStore(database.dataSource());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection slow = database.dataSource().getConnection()) {
      slow.setAutoCommit(false);
      insert(slow, UUID.randomUUID(), 0);

      UUID stream = UUID.randomUUID();
      Future<?> later = threads.submit(() -> store.append(stream, EVENT));
      awaitSomebodyWaiting(database);
      assertThat(store.log().after(0, 10)).isEmpty();
      slow.commit();
      later.get(10, TimeUnit.SECONDS);

      assertThat(store.all()).extracting(Recorded::stream).last().isEqualTo(stream);
      assertThat(store.all()).hasSize(2);
    }
  }

  @Test
  void withoutTheTriggerAReaderWouldSkip() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        TestStore store = new TestStore(database.dataSource());
        Connection slow = database.dataSource().getConnection();
        Connection fast = database.dataSource().getConnection()) {
      JdbcClient.create(database.dataSource())
          .sql("ALTER TABLE custody.event DISABLE TRIGGER event_in_commit_order")
          .update();
      slow.setAutoCommit(false);
      insert(slow, UUID.randomUUID(), 0);
      insert(fast, UUID.randomUUID(), 0);
      long seen = store.all().getLast().position();
      slow.commit();

      assertThat(store.log().after(seen, 10)).as("read on from the last seen").isEmpty();
      assertThat(store.all()).as("but there is one more").hasSize(2);
    }
  }

  @Test
  void delayedAndRolledBackTransactionsOfManyWritersLoseNoReader() throws Exception {
    long seed = Seed.get();
    try (TestDatabase database = TestDatabase.create();
        TestStore one = new TestStore(database.dataSource());
        TestStore two = new TestStore(database.dataSource());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random random = new Random(seed + i);
        writers.add(threads.submit(() -> delayOrRollBack(database, random)));
        writers.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 40; n++) {
                    (n % 2 == 0 ? one : two).append(UUID.randomUUID(), EVENT, EVENT);
                  }
                }));
      }
      List<Recorded> seen = new ArrayList<>();
      while (writers.stream().anyMatch(writer -> !writer.isDone())) {
        long position = seen.isEmpty() ? 0 : seen.getLast().position();
        one.signal.await(position, Duration.ofMillis(2));
        seen.addAll(one.log().after(position, 7));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      while (seen.getLast().position() < one.log().head()) {
        seen.addAll(one.log().after(seen.getLast().position(), 100));
      }

      assertThat(seen).as("seed " + seed).isEqualTo(one.all());
      assertThat(seen).extracting(Recorded::recordedAt).isSorted();
    }
  }

  @Test
  void recordedTimeDoesNotDecreaseWhenClocksDisagree() {
    try (TestDatabase database = TestDatabase.create();
        TestStore ahead =
            new TestStore(
                database.dataSource(), () -> Instant.now().plusSeconds(3), StoreTimeouts.DEFAULT);
        TestStore behind = new TestStore(database.dataSource())) {
      for (int i = 0; i < 5; i++) {
        ahead.append(UUID.randomUUID(), EVENT);
        behind.append(UUID.randomUUID(), EVENT, EVENT);
      }
      assertThat(ahead.all()).extracting(Recorded::recordedAt).isSorted();
      assertThat(ahead.all())
          .isSortedAccordingTo(Comparator.comparingLong(Recorded::position))
          .hasSize(15);
    }
  }

  @Test
  void severalStreamsAreReadByOneQuestion() {
    try (TestDatabase database = TestDatabase.create();
        TestStore store = new TestStore(database.dataSource())) {
      UUID one = UUID.randomUUID();
      UUID another = UUID.randomUUID();
      store.append(one, EVENT, FOLLOW_UP);
      store.append(UUID.randomUUID(), EVENT);
      store.append(another, FOLLOW_UP);
      store.append(one, EVENT);
      List<Recorded> read = store.log().streams(List.of(another, UUID.randomUUID(), one));
      assertThat(read)
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(one, another).flatMap(it -> store.log().stream(it).stream()).toList())
          .hasSize(4);
      assertThat(read.stream().filter(it -> it.stream().equals(one)))
          .extracting(Recorded::sequence)
          .containsExactly(0L, 1L, 2L);
      assertThat(store.log().streams(List.of())).isEmpty();
    }
  }

  @Test
  void ofAnExcerptEventsOfSomeFamiliesAreNotRead() {
    try (TestDatabase database = TestDatabase.create();
        TestStore store = new TestStore(database.dataSource())) {
      UUID stream = UUID.randomUUID();
      store.append(UUID.randomUUID(), FOLLOW_UP);
      store.append(stream, EVENT, FOLLOW_UP, EVENT, FOLLOW_UP, FOLLOW_UP);
      Excerpts excerpts = Excerpts.of(store.engine());
      assertThat(sequences(excerpts, stream, RULE)).containsExactly(0L, 2L, 4L);
      assertThat(sequences(excerpts, UUID.randomUUID(), RULE)).isEmpty();
      assertThat(sequences(new Excerpts.Whole(store.engine()), stream, RULE)).hasSize(5);
    }
  }

  @Test
  void whatWasNotedIsReadAndWhatCameSince() {
    try (TestDatabase database = TestDatabase.create();
        TestStore store = new TestStore(database.dataSource())) {
      UUID stream = UUID.randomUUID();
      store.append(stream, EVENT, EVENT, EVENT, EVENT);
      Excerpts excerpts = Excerpts.of(store.engine());
      note(excerpts, stream, 0, 3);
      assertThat(excerpts.read(stream.toString(), RULE).notedUpTo()).isEqualTo(3);
      assertThat(sequences(excerpts, stream, RULE)).containsExactly(0L, 3L);

      store.append(stream, EVENT, FOLLOW_UP, FOLLOW_UP);
      assertThat(sequences(excerpts, stream, RULE)).containsExactly(0L, 3L, 4L, 6L);
      Excerpts.Rule another = new Excerpts.Rule(2, RULE.aside(), RULE.undoing());
      assertThat(sequences(excerpts, stream, another)).containsExactly(0L, 1L, 2L, 3L, 4L, 6L);

      note(excerpts, stream, 4, 6);
      note(excerpts, stream, 0, 3);
      assertThat(sequences(excerpts, stream, RULE)).as("the later note").containsExactly(4L, 6L);

      // What it voids may have taken the place of something that is not in the note.
      store.append(stream, new CorrectionEvent.Voided(UUID.randomUUID()));
      assertThat(sequences(excerpts, stream, RULE)).containsExactly(0L, 1L, 2L, 3L, 4L, 7L);
      note(excerpts, stream, 4, 7);
      assertThat(sequences(excerpts, stream, RULE)).containsExactly(4L, 7L);
    }
  }

  @Test
  void excerptsOfManyAreThoseOfEach() {
    try (TestDatabase database = TestDatabase.create();
        TestStore store = new TestStore(database.dataSource())) {
      List<UUID> streams = Stream.generate(UUID::randomUUID).limit(5).toList();
      UUID noted = streams.get(1);
      UUID undone = streams.get(2);
      UUID erased = streams.get(3);
      Excerpts excerpts = Excerpts.of(store.engine());
      streams.subList(0, 4).forEach(stream -> store.append(stream, EVENT, FOLLOW_UP, EVENT, EVENT));
      note(excerpts, noted, 0, 3);
      note(excerpts, undone, 3);
      store.append(undone, new CorrectionEvent.Voided(UUID.randomUUID()));
      store.append(noted, new ContactAdded(ContactId.create(), CONTACT));
      store.keys().destroy(erased);

      Map<UUID, Events.Excerpt> all = store.rows.excerpts(streams, RULE, SILENCE);
      assertThat(all).containsOnlyKeys(streams);
      streams.forEach(
          stream ->
              assertThat(all.get(stream))
                  .isEqualTo(store.rows.excerpts(List.of(stream), RULE, SILENCE).get(stream)));
      assertThat(streams.stream().map(all::get).map(ReadersTest::sequences))
          .containsExactly(
              List.of(0L, 2L, 3L),
              List.of(0L, 3L, 4L),
              List.of(0L, 2L, 3L, 4L),
              List.of(0L, 2L, 3L),
              List.of());
      Events.Excerpt ofNoted = Objects.requireNonNull(all.get(noted));
      assertThat(ofNoted.notedUpTo()).isEqualTo(3);
      assertThat(ofNoted.rows().getLast().recorded())
          .as("with a contact's own key")
          .isEqualTo(store.log().stream(noted).getLast());
    }
  }

  private static List<Long> sequences(Events.Excerpt excerpt) {
    return excerpt.rows().stream().map(row -> row.recorded().sequence()).toList();
  }

  /// Or what else is written there might not be durable.
  @Test
  void nothingIsNotedWithinATransaction() {
    try (TestDatabase database = TestDatabase.create();
        TestStore store = new TestStore(database.dataSource())) {
      UUID stream = UUID.randomUUID();
      store.append(stream, EVENT, EVENT);
      Excerpts excerpts = Excerpts.of(store.engine());
      new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()))
          .executeWithoutResult(_ -> note(excerpts, stream, 1));
      assertThat(sequences(excerpts, stream, RULE)).containsExactly(0L, 1L);
    }
  }

  private static void note(Excerpts excerpts, UUID stream, long... needed) {
    excerpts.note(stream.toString(), RULE, new TreeSet<>(LongStream.of(needed).boxed().toList()));
  }

  private static List<Long> sequences(Excerpts excerpts, UUID stream, Excerpts.Rule rule) {
    List<Long> sequences = new ArrayList<>();
    for (DomainEventMessage<?> message : excerpts.read(stream.toString(), rule).events()) {
      sequences.add(message.getSequenceNumber());
    }
    return sequences;
  }

  @Test
  void anOldRevisionReadsAsTheNewType() {
    try (TestDatabase database = TestDatabase.create();
        TestStore store = new TestStore(database.dataSource())) {
      UUID stream = UUID.randomUUID();
      UUID eventId = UUID.randomUUID();
      store.append(stream, EVENT);
      StoredEvent now =
          Wire.write(
              FOLLOW_UP,
              TestStore.ENVELOPE,
              stream,
              eventId,
              store.keys.forWriting(stream, false).key());
      assertThat(now.revision()).isEqualTo(2);
      JdbcClient.create(database.dataSource())
          .sql(
              """
              INSERT INTO custody.event (sequence, recorded_at, effective_at, stream, event_id, revision,
                  stream_type, name, envelope, payload)
              VALUES (1, now(), now(), ?, ?, 1, 'customer', 'follow-up.recorded', ?, ?)
              """)
          .params(
              stream,
              eventId,
              now.envelope(),
              now.payload().replace("\"medium\":\"visit\"", "\"channel\":\"visit\""))
          .update();

      assertThat(store.log().stream(stream).getLast().event()).isEqualTo(FOLLOW_UP);
      assertThat(store.engine().readEvents(stream.toString(), 1).asStream())
          .extracting(DomainEventMessage::getPayload)
          .hasSize(1)
          .allMatch(FOLLOW_UP::equals);
      assertThat(store.engine().readEvents(new GlobalSequenceTrackingToken(1), false))
          .extracting(message -> (Object) message.getPayload())
          .containsExactly(FOLLOW_UP);
    }
  }

  @Test
  void otherProcessesAreWokenUp() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        TestStore here = new TestStore(database.dataSource());
        TestStore there = new TestStore(database.dataSource());
        Relay _ =
            new Relay(database.dataSource(), here.signal, here.keys, here.log::head, List.of());
        Relay _ =
            new Relay(
                database.dataSource(), there.signal, there.keys, there.log::head, List.of())) {
      here.append(UUID.randomUUID(), EVENT);
      long position = here.log().head();
      there.log().await(position - 1, Duration.ofSeconds(10));
      assertThat(there.log().after(position - 1, 10)).hasSize(1);

      long started = System.nanoTime();
      there.log().await(position, Duration.ofMillis(50));
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void whatBeginsIsHeardOfInEveryProcess() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Relay.Listener listener =
        new Relay.Listener() {
          @Override
          public String channel() {
            return Operations.CHANNEL;
          }

          @Override
          public void heard(String kind) {
            heard.add(kind);
          }

          @Override
          public void missed() {
            heard.add("missed");
          }
        };
    try (TestDatabase database = TestDatabase.create();
        TestStore here = new TestStore(database.dataSource());
        Relay _ =
            new Relay(
                database.dataSource(), here.signal, here.keys, here.log::head, List.of(listener))) {
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("missed");
      Operations operations =
          new Operations(JdbcClient.create(database.dataSource()), Times.clock());
      UUID id = operations.start("rebuild", null);
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("rebuild");
      operations.start(id, "rebuild", null, null); // which it did already
      operations.start("import", null);
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("import");
      assertThat(operations.running("rebuild")).hasSize(1);
    }
  }

  @Test
  void whoIsAloneTellsNobodyUntilSomebodyComes() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        TestStore here = new TestStore(database.dataSource());
        TestStore there = new TestStore(database.dataSource());
        Connection ear = database.dataSource().getConnection();
        Relay relay =
            new Relay(database.dataSource(), here.signal, here.keys, here.log::head, List.of())) {
      PGConnection heard = ear.unwrap(PGConnection.class);
      try (Statement statement = ear.createStatement()) {
        statement.execute("LISTEN " + Signal.EVENT_CHANNEL);
      }
      Instant late = Instant.now().plusSeconds(60);
      while (!relay.isAlone()) {
        assertThat(Instant.now()).isBefore(late);
        Thread.onSpinWait();
      }
      here.append(UUID.randomUUID(), EVENT);
      assertThat(heard.getNotifications(200)).isNullOrEmpty();

      try (Relay _ =
          new Relay(database.dataSource(), there.signal, there.keys, there.log::head, List.of())) {
        assertThat(heard.getNotifications(60_000))
            .extracting(PGNotification::getParameter)
            .containsExactly(Long.toString(here.log().head()));
      }
    }
  }

  private static void delayOrRollBack(TestDatabase database, Random random) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      for (int n = 0; n < 20; n++) {
        UUID stream = UUID.randomUUID();
        insert(connection, stream, 0);
        try (PreparedStatement sleep = connection.prepareStatement("SELECT pg_sleep(?)")) {
          sleep.setDouble(1, random.nextDouble() * 0.01);
          sleep.execute();
        }
        insert(connection, stream, 1);
        if (random.nextInt(3) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void insert(Connection connection, UUID stream, long sequence)
      throws SQLException {
    UUID eventId = UUID.randomUUID();
    StoredEvent stored =
        Wire.write(
            EVENT,
            TestStore.ENVELOPE,
            stream,
            eventId,
            new custody.wire.DataKey(custody.wire.DataKey.random()));
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO custody.event (sequence, recorded_at, effective_at, stream, event_id, revision,
                stream_type, name, envelope, payload)
            SELECT ?, t, t, ?, ?, 1, 'customer', ?, ?, ? FROM clock_timestamp() t
            """)) {
      insert.setLong(1, sequence);
      insert.setObject(2, stream);
      insert.setObject(3, eventId);
      insert.setString(4, stored.name());
      insert.setString(5, stored.envelope());
      insert.setString(6, stored.payload());
      insert.execute();
    }
  }

  private static void awaitSomebodyWaiting(TestDatabase database) {
    JdbcClient jdbc = JdbcClient.create(database.superuser());
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (jdbc.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            .query(Long.class)
            .single()
        == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}

package custody.store;

import static custody.store.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.axonserver.FakeAxonServer;
import custody.axonserver.FakeAxonServer.Fault;
import custody.contract.Changes;
import custody.contract.ContactId;
import custody.contract.Envelope;
import custody.contract.ErasureBasis;
import custody.contract.ErasureId;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.Recorded;
import io.axoniq.axonserver.grpc.event.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

class AxonServerTest {
  private static final ProfileEvent EVENT = new AssortmentReported("beer", null, null);

  @RegisterExtension static final TestDatabase database = TestDatabase.create();
  @TempDir static Path directory;

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Claim phone = new Claim("phone", hex());
  private final Answer answer = new Answer(hex(), hex(), "{}");
  private final UUID stream = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();
  private FakeAxonServer server;
  private AxonServerStore store;
  private AxonServerStore another;

  @BeforeEach
  void start() {
    server = new FakeAxonServer(directory);
    store = process();
    another = process();
  }

  private AxonServerStore process() {
    return new AxonServerStore(
        server.address(),
        "default",
        database.dataSource(),
        Clock.systemUTC(),
        Duration.ofSeconds(2));
  }

  @AfterEach
  void stop() {
    store.close();
    another.close();
    server.close();
  }

  @Test
  void theWrittenFormIsThatOfPostgresAndNothingOfItIsOpenOrAClassName() {
    Envelope envelope =
        new Envelope(
                TestStore.ENVELOPE.actor(),
                TestStore.ENVELOPE.channel(),
                Personal.of("因为搬家"),
                null,
                new UUID(0, 1),
                null,
                null)
            .effectiveAt(Instant.parse("2020-02-29T10:00:00.123456789Z"));
    var event =
        new ProfileEvent.Amended(
            new Changes(
                Map.of(), Map.of("name", Personal.of(new FieldValue.Text("海底捞"))), Set.of("fax")));
    store.engine().appendEvents(message(stream, 0, envelope, event));

    Event raw = last();
    assertThat(raw.getPayload().getType()).isEqualTo("profile.amended");
    assertThat(raw.getPayload().getRevision()).isEqualTo("1");
    assertThat(raw.getPayload().getData().toStringUtf8())
        .startsWith("{")
        .contains("\"sealed\"", "fax");
    assertThat(raw.getMetaDataMap())
        .containsOnlyKeys(
            "custody.envelope",
            "custody.recorded-at",
            "custody.effective-at",
            "custody.key-generation");
    assertThat(raw.getAggregateType()).isEqualTo("customer");
    assertThat(new String(raw.toByteArray(), StandardCharsets.UTF_8))
        .doesNotContain("海底捞", "因为搬家", "custody.contract", "org.axonframework");

    Recorded read = another.log().stream(stream).getFirst();
    assertThat(read.event()).isEqualTo(event);
    assertThat(read.envelope().reason()).isEqualTo(Personal.of("因为搬家"));
    assertThat(read.effectiveAt()).isEqualTo(Instant.parse("2020-02-29T10:00:00.123456Z"));
    assertThat(raw.getTimestamp()).isEqualTo(read.recordedAt().toEpochMilli());
    List<Recorded> all = another.log().after(another.log().head() - 1, 10);
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().recordedAt()).isEqualTo(read.recordedAt());
    assertThat(all.getFirst().position()).isEqualTo(server.events("default").size());
  }

  @Test
  void aDestroyedKeyErasesWhatIsInAxonServer() {
    var event =
        new ProfileEvent.Amended(
            new Changes(
                Map.of(), Map.of("name", Personal.of(new FieldValue.Text("海底捞"))), Set.of()));
    store.append(stream, event);
    store.keys.destroy(stream);

    var read = (ProfileEvent.Amended) store.log().stream(stream).getFirst().event();
    assertThat(read.fields().personal().get("name")).isEqualTo(Personal.erased());
    store.append(stream, event);
    assertThat(another.log().stream(stream).getLast().event()).isEqualTo(event);
  }

  @Test
  void storingThatSomebodyIsErasedErasesThemWhoeverSettlesIt() {
    Changes name =
        new Changes(Map.of(), Map.of("name", Personal.of(new FieldValue.Text("海底捞"))), Set.of());
    ContactId contact = ContactId.create();
    append(store, stream, 0, new Alongside(Set.of(phone), Set.of(), null, null));
    store.append(
        stream, new ProfileEvent.Amended(name), new ProfileEvent.ContactAdded(contact, name));
    store.append(
        stream, new PersonalDataEvent.Erased(ErasureId.create(), ErasureBasis.CONSENT, contact));
    assertThat(store.log().stream(stream).get(1).toString()).contains("=personal");
    assertThat(another.log().stream(stream).get(2).toString())
        .contains("=erased")
        .doesNotContain("=personal");

    server.onAppend(_ -> Fault.LOSE_REQUEST);
    assertThatThrownBy(
            () ->
                store.append(
                    stream,
                    new PersonalDataEvent.Erased(ErasureId.create(), ErasureBasis.CONSENT, null)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(store.log().stream(stream).get(1).toString()).contains("=personal");
    server.noFaults();
    another.writer.settleLeftBehind();
    assertThat(store.log().stream(stream)).hasSize(5);
    assertThat(store.log().stream(stream).toString())
        .contains("=erased")
        .doesNotContain("=personal");
    assertThat(store.lookups.holders(Set.of(phone))).isEmpty();
    store.append(stream, new ProfileEvent.Amended(name));
    assertThat(another.log().stream(stream).getLast().toString()).contains("=personal");
    assertNothingIsReserved();
  }

  @Test
  void theSecondWriterOfAVersionLoses() {
    store.append(stream, EVENT, EVENT);
    assertThatThrownBy(() -> another.engine().appendEvents(message(stream, 1, EVENT)))
        .isInstanceOf(ConcurrencyException.class);
    assertThatThrownBy(() -> another.engine().appendEvents(message(stream, 0, EVENT)))
        .isInstanceOf(AggregateStreamCreationException.class);
    assertThat(store.log().version(stream)).isEqualTo(2);
  }

  @Test
  void whatGoesAlongsideHoldsTogetherOrNotAtAll() {
    Likeness likeness = new Likeness(stream, Set.of(1L, 2L, -3L));
    append(store, stream, 0, new Alongside(Set.of(phone), Set.of(), likeness, answer));
    assertThat(another.lookups.holders(Set.of(phone))).isEqualTo(Map.of(phone, stream));
    assertThat(another.lookups.answer(answer.key())).contains(answer);
    assertThat(another.lookups.alike(Set.of(1L, 2L), 0.5, 10))
        .containsExactly(new Lookups.Alike(stream, 2.0 / 3));

    Answer second = new Answer(hex(), hex(), "{}");
    assertThatThrownBy(
            () -> append(another, other, 0, new Alongside(Set.of(phone), Set.of(), null, second)))
        .isInstanceOfSatisfying(
            ClaimTakenException.class, taken -> assertThat(taken.holder()).isEqualTo(stream));
    assertThat(another.log().version(other)).isZero();
    assertThat(another.lookups.answer(second.key())).isEmpty();
    assertThatThrownBy(
            () -> append(another, other, 0, new Alongside(Set.of(phone), Set.of(), null, answer)))
        .isInstanceOf(AnsweredAlreadyException.class);

    // Lost to another version: what was reserved for it goes.
    Claim mail = new Claim("mail", hex());
    assertThatThrownBy(
            () -> append(another, stream, 0, new Alongside(Set.of(mail), Set.of(), null, second)))
        .isInstanceOf(AggregateStreamCreationException.class);
    assertThat(another.lookups.holders(Set.of(mail))).isEmpty();
    assertThat(another.lookups.answer(second.key())).isEmpty();

    append(store, stream, 1, new Alongside(Set.of(phone), Set.of(), null, null)); // its own
    append(store, stream, 2, new Alongside(Set.of(), Set.of(phone), null, null));
    append(another, other, 0, new Alongside(Set.of(phone), Set.of(), null, null));
    assertThat(store.lookups.holders(Set.of(phone))).isEqualTo(Map.of(phone, other));
    assertNothingIsReserved();
  }

  @Test
  void aLostAnswerOrRequestIsNoticedByNobody() {
    for (Fault fault : Fault.values()) {
      UUID fresh = UUID.randomUUID();
      Answer once = new Answer(hex(), hex(), "{}");
      List<Fault> faults = new ArrayList<>(List.of(fault));
      server.onAppend(_ -> faults.isEmpty() ? null : faults.removeFirst());
      append(store, fresh, 0, new Alongside(Set.of(), Set.of(), null, once));
      assertThat(store.log().version(fresh)).isEqualTo(1);
      assertThat(store.lookups.answer(once.key())).contains(once);
    }
    assertNothingIsReserved();
  }

  @Test
  void anAppendThatWasReservedOnlyIsSentByWhoeverFindsIt() {
    server.onAppend(_ -> Fault.LOSE_REQUEST);
    assertThatThrownBy(
            () -> append(store, stream, 0, new Alongside(Set.of(phone), Set.of(), null, answer)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(server.events("default")).noneMatch(event -> isOf(event, stream));
    server.noFaults();

    // Whoever repeats the request gets its answer: it is done now.
    assertThat(another.lookups.answer(answer.key())).contains(answer);
    assertThat(another.log().version(stream)).isEqualTo(1);
    assertThatThrownBy(
            () -> append(another, other, 0, new Alongside(Set.of(phone), Set.of(), null, null)))
        .isInstanceOf(ClaimTakenException.class);
    assertNothingIsReserved();
  }

  @Test
  void anAppendThatWasStoredButNeverConfirmedIsFoundByItsEvent() {
    server.onAppend(
        _ -> {
          new Thread(server::kill).start();
          return Fault.LOSE_ANSWER;
        });
    assertThatThrownBy(
            () -> append(store, stream, 0, new Alongside(Set.of(phone), Set.of(), null, answer)))
        .isInstanceOf(OutcomeUnknownException.class);
    server.noFaults();
    server.startAgain();
    eventually(another.server::isConnected);

    another.writer.settleLeftBehind();
    assertNothingIsReserved();
    assertThat(another.lookups.answer(answer.key())).contains(answer);
    assertThat(another.lookups.holders(Set.of(phone))).isEqualTo(Map.of(phone, stream));
    assertThat(server.events("default")).filteredOn(event -> isOf(event, stream)).hasSize(1);
  }

  @Test
  void aReservationWhosePlaceAnotherEventTookGoesWithoutATrace() {
    server.onAppend(_ -> Fault.LOSE_REQUEST);
    assertThatThrownBy(
            () -> append(store, stream, 0, new Alongside(Set.of(phone), Set.of(), null, answer)))
        .isInstanceOf(OutcomeUnknownException.class);
    server.noFaults();
    another.append(stream, EVENT);

    append(another, other, 0, new Alongside(Set.of(phone), Set.of(), null, answer));
    assertThat(another.lookups.holders(Set.of(phone))).isEqualTo(Map.of(phone, other));
    assertThat(another.log().version(stream)).isEqualTo(1);
    assertNothingIsReserved();
  }

  @Test
  void ofManyWhoClaimTheSameAtOnceOneGetsIt() throws Exception {
    Map<UUID, UUID> refused = new ConcurrentHashMap<>();
    List<UUID> accepted = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<UUID>> tries = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        AxonServerStore process = i % 2 == 0 ? store : another;
        tries.add(
            threads.submit(
                () -> {
                  UUID fresh = UUID.randomUUID();
                  try {
                    append(process, fresh, 0, new Alongside(Set.of(phone), Set.of(), null, null));
                    return fresh;
                  } catch (ClaimTakenException e) {
                    refused.put(fresh, e.holder());
                    return null;
                  }
                }));
      }
      for (Future<UUID> one : tries) {
        if (one.get() != null) {
          accepted.add(one.get());
        }
      }
    }
    assertThat(accepted).hasSize(1);
    assertThat(refused)
        .hasSize(99)
        .allSatisfy((_, by) -> assertThat(by).isEqualTo(accepted.get(0)));
    assertThat(another.lookups.holders(Set.of(phone))).containsValue(accepted.getFirst());
    assertNothingIsReserved();
  }

  @Test
  void nothingIsRecordedBeforeWhatItFollows() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:02Z"));
    try (AxonServerStore slow =
        new AxonServerStore(
            server.address(), "default", database.dataSource(), now::get, Duration.ofSeconds(2))) {
      slow.append(stream, EVENT);
      now.set(Instant.parse("2026-01-01T00:00:00Z"));
      assertThat(slow.append(stream, EVENT).getLast().recordedAt())
          .isEqualTo(Instant.parse("2026-01-01T00:00:02Z"));
      now.set(Instant.parse("2025-01-01T00:00:00Z")); // the one before was somebody's broken clock
      assertThat(slow.append(stream, EVENT).getLast().recordedAt()).isEqualTo(now.get());
    }
  }

  @Test
  void whoReadsInPagesSeesEverythingOnceAndIsWoken() throws Exception {
    long before = store.log().head();
    for (int i = 0; i < 25; i++) {
      store.append(UUID.randomUUID(), EVENT);
    }
    List<Recorded> read = new ArrayList<>();
    long position = before;
    for (List<Recorded> page = another.log().after(position, 7);
        !page.isEmpty();
        page = another.log().after(position, 7)) {
      assertThat(page.size()).isLessThanOrEqualTo(7);
      read.addAll(page);
      position = page.getLast().position();
    }
    assertThat(read).hasSize(25).extracting(Recorded::position).isSorted().doesNotHaveDuplicates();
    assertThat(position).isEqualTo(another.log().head());

    long started = System.nanoTime();
    store.append(stream, EVENT);
    store.log().await(position, Duration.ofSeconds(20));
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));

    long beyond = another.log().head() + 1;
    assertThatThrownBy(() -> another.log().after(beyond, 1))
        .isInstanceOf(DataAccessResourceFailureException.class)
        .hasMessageContaining("restored or is another one");
  }

  @Test
  void whileAxonServerIsAwayNothingIsTriedAndTheReasonIsSaid() {
    store.append(stream, EVENT);
    server.kill();
    assertThatThrownBy(() -> store.engine().appendEvents(message(other, 0, EVENT)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("Axon Server at " + server.address() + " does not answer");
    assertThat(new AxonServerHealth(store.gate, store.server).health().getStatus().getCode())
        .isEqualTo("DOWN");
    server.startAgain();
    eventually(() -> store.gate.closed() == null);
    assertThat(store.append(stream, EVENT)).hasSize(2);
  }

  @Test
  void aProcessIsReadyOnceAxonServerKnowsWhichCommandsItTakes() {
    AxonServerHealth health = new AxonServerHealth(store.gate, store.server);
    store
        .connections
        .getConnection()
        .commandChannel()
        .registerCommandHandler(_ -> new CompletableFuture<>(), 100, "anything");
    eventually(() -> health.health().getStatus().equals(Status.UP));

    server.kill();
    // Until the connector knows that its connection is gone, what it says is of the one before.
    eventually(() -> store.gate.closed() != null);
    server.holdSubscriptions();
    server.startAgain();
    eventually(() -> store.gate.closed() == null);
    eventually(() -> health.health().getStatus().equals(Status.DOWN));

    server.releaseSubscriptions();
    eventually(() -> health.health().getStatus().equals(Status.UP));
  }

  @Test
  void anAxonServerThatIsTheWrongOneIsRefused() {
    store.append(stream, EVENT);
    try (AxonServerStore mistyped = in("defualt", database)) {
      assertThatThrownBy(mistyped.gate::checkIfThere)
          .hasMessageContaining("no context defualt but [default]");
      assertThatThrownBy(() -> mistyped.append(other, EVENT))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> mistyped.log().after(0, 1))
          .isInstanceOf(DataAccessResourceFailureException.class);
    }
    server.createContext("second");
    try (AxonServerStore elsewhere = in("second", database)) {
      assertThatThrownBy(elsewhere.gate::checkIfThere)
          .hasMessageContaining("belongs to Axon Server's context default, not second");
    }
    try (TestDatabase empty = TestDatabase.create();
        AxonServerStore without = in("default", empty)) {
      assertThatThrownBy(without.gate::checkIfThere)
          .hasMessageContaining("whose keys are not in this database");
      new AxonServerGate(without.server, empty.dataSource(), true).checkIfThere();
      try (TestStore itself = new TestStore(empty.dataSource())) {
        itself.append(stream, EVENT);
      }
      assertThatThrownBy(without.gate::checkIfThere)
          .hasMessageContaining("this database holds events itself");
    }
  }

  private AxonServerStore in(String context, TestDatabase database) {
    return new AxonServerStore(
        server.address(), context, database.dataSource(), Clock.systemUTC(), Duration.ofSeconds(2));
  }

  private static void append(
      AxonServerStore store, UUID stream, long sequence, Alongside alongside) {
    UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
    alongside.attachTo(unitOfWork);
    unitOfWork.onPrepareCommit(_ -> store.engine().appendEvents(message(stream, sequence, EVENT)));
    unitOfWork.commit();
  }

  private Event last() {
    return server.events("default").getLast();
  }

  private static boolean isOf(Event event, UUID stream) {
    return event.getAggregateIdentifier().equals(stream.toString());
  }

  private static void assertNothingIsReserved() {
    assertThat(
            JdbcClient.create(database.dataSource())
                .sql(
                    """
                    SELECT (SELECT count(*) FROM custody.reservation)
                      + (SELECT count(*) FROM custody.claim WHERE reservation IS NOT NULL)
                      + (SELECT count(*) FROM custody.answer WHERE reservation IS NOT NULL)
                    """)
                .query(Long.class)
                .single())
        .isZero();
  }

  private static void eventually(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
  }

  private static String hex() {
    return "%064x".formatted(COUNT.incrementAndGet());
  }
}

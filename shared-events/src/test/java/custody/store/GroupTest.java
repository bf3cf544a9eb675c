package custody.store;

import static custody.store.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.Envelope;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Many appends at once. Holding the append lock lets a group gather behind the one that waits.
class GroupTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final AssortmentReported EVENT = new AssortmentReported("tea", null, null);

  private final TestStore store = new TestStore(database.dataSource());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Connection blocker;

  @BeforeEach
  void blockAppends() throws SQLException {
    blocker = database.dataSource().getConnection();
    blocker.setAutoCommit(false);
    blocker.createStatement().execute("SELECT custody.take_append_lock()");
  }

  @AfterEach
  void close() throws SQLException {
    blocker.close();
    threads.close();
    store.close();
  }

  @Test
  void aHundredRegistrationsOfOnePhoneMakeOneCustomerInAFewTransactions() throws Exception {
    Claim phone = new Claim("phone", "0a".repeat(32));
    List<UUID> streams = streams(100);
    List<Future<UUID>> all =
        gathered(
            streams.stream()
                .<Callable<UUID>>map(
                    stream ->
                        () -> append(stream, 0, new Alongside(Set.of(phone), Set.of(), null, null)))
                .toList());

    List<UUID> won = new ArrayList<>();
    List<UUID> namedAsHolder = new ArrayList<>();
    for (Future<UUID> one : all) {
      try {
        won.add(one.get(20, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(ClaimTakenException.class);
        namedAsHolder.add(((ClaimTakenException) Objects.requireNonNull(e.getCause())).holder());
      }
    }
    assertThat(won).hasSize(1);
    assertThat(namedAsHolder).hasSize(99).containsOnly(won.getFirst());
    assertThat(store.all()).extracting(Recorded::stream).contains(won.getFirst());
    assertThat(streams.stream().filter(stream -> store.log().version(stream) > 0)).hasSize(1);
    assertThat(transactions()).isLessThanOrEqualTo(4);
  }

  @Test
  void whatConflictsFallsOutAloneWhateverItConflictsOn() throws Exception {
    blocker.rollback();
    List<UUID> taken = streams(3);
    Claim claimed = new Claim("phone", "0b".repeat(32));
    Answer answered = new Answer("0c".repeat(32), "0d".repeat(32), "{}");
    append(taken.get(0), 0, new Alongside(Set.of(claimed), Set.of(), null, null));
    append(taken.get(1), 0, new Alongside(Set.of(), Set.of(), null, answered));
    append(taken.get(2), 0, Alongside.NOTHING);
    blockAppends();
    long before = transactions();

    List<Callable<UUID>> work = new ArrayList<>();
    work.add(() -> append(taken.get(2), 0, Alongside.NOTHING));
    work.add(
        () -> append(UUID.randomUUID(), 0, new Alongside(Set.of(claimed), Set.of(), null, null)));
    work.add(() -> append(UUID.randomUUID(), 0, new Alongside(Set.of(), Set.of(), null, answered)));
    List<UUID> innocent = streams(20);
    innocent.forEach(stream -> work.add(() -> append(stream, 0, Alongside.NOTHING)));
    List<Future<UUID>> all = gathered(work);

    assertFailed(all.get(0), AggregateStreamCreationException.class);
    assertFailed(all.get(1), ClaimTakenException.class);
    assertFailed(all.get(2), AnsweredAlreadyException.class);
    for (Future<UUID> one : all.subList(3, all.size())) {
      one.get(20, TimeUnit.SECONDS);
    }
    assertThat(innocent).allMatch(stream -> store.log().version(stream) == 1);
    assertThat(transactions() - before).isLessThanOrEqualTo(4);
  }

  @Test
  void oneThatCannotBeStoredFailsAlone() throws Exception {
    List<Callable<UUID>> work = new ArrayList<>();
    List<UUID> innocent = streams(30);
    innocent.forEach(stream -> work.add(() -> append(stream, 0, Alongside.NOTHING)));
    UUID poisoned = UUID.randomUUID();
    Envelope never = TestStore.ENVELOPE.effectiveAt(Instant.MAX);
    work.add(
        11,
        () -> {
          store.engine().appendEvents(message(poisoned, 0, never, EVENT));
          return poisoned;
        });
    List<Future<UUID>> all = gathered(work);

    assertFailed(all.remove(11), EventStoreException.class);
    for (Future<UUID> one : all) {
      one.get(20, TimeUnit.SECONDS);
    }
    assertThat(store.log().version(poisoned)).isZero();
    assertThat(innocent).allMatch(stream -> store.log().version(stream) == 1);
    assertThat(transactions()).isLessThanOrEqualTo(12);
  }

  @Test
  void anAppendThatWaitsTooLongDidNotTakePlace() throws SQLException {
    UUID stream = UUID.randomUUID();
    try (TestStore hasty =
        new TestStore(
            database.dataSource(),
            Clock.systemUTC(),
            new StoreTimeouts(
                Duration.ofMillis(600), Duration.ofMillis(200), Duration.ofSeconds(3)))) {
      assertThatThrownBy(() -> hasty.append(stream, EVENT))
          .isInstanceOf(StoreUnavailableException.class);
      blocker.rollback();
      assertThat(hasty.append(stream, EVENT)).hasSize(1);
    }
  }

  @Test
  void whoIsInterruptedWhileWritingAloneLearnsTheOutcomeAllTheSame() throws Exception {
    UUID stream = UUID.randomUUID();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    // Interrupting a virtual thread closes the connection that it waits for.
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    append(stream, 0, Alongside.NOTHING);
                    interrupted.complete(Thread.currentThread().isInterrupted());
                  } catch (RuntimeException e) {
                    interrupted.completeExceptionally(e);
                  }
                });
    awaitTrue(GroupTest::blocked);
    caller.interrupt();
    blocker.rollback();
    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(store.log().version(stream)).isEqualTo(1);
  }

  @Test
  void whatWaitsIsStillWrittenAtShutdownAndNothingAfterIt() throws Exception {
    List<UUID> streams = streams(20);
    List<Future<UUID>> all =
        submitted(
            streams.stream()
                .<Callable<UUID>>map(stream -> () -> append(stream, 0, Alongside.NOTHING))
                .toList());
    Future<?> closing = threads.submit(store::close);
    blocker.rollback();
    closing.get(20, TimeUnit.SECONDS);
    for (Future<UUID> one : all) {
      one.get(1, TimeUnit.SECONDS);
    }
    assertThat(streams).allMatch(stream -> store.log().version(stream) == 1);
    assertThatThrownBy(() -> append(UUID.randomUUID(), 0, Alongside.NOTHING))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void twoProcessesThatFightForTheSameStreamsLeaveThemWhole() throws Exception {
    blocker.rollback();
    List<UUID> contested = streams(5);
    try (TestStore other = new TestStore(database.dataSource())) {
      List<Future<Integer>> workers = new ArrayList<>();
      for (int worker = 0; worker < 16; worker++) {
        TestStore mine = worker % 2 == 0 ? store : other;
        Random random = new Random(worker);
        workers.add(
            threads.submit(
                () -> {
                  int stored = 0;
                  for (int n = 0; n < 30; n++) {
                    UUID stream = contested.get(random.nextInt(contested.size()));
                    try {
                      mine.append(stream, EVENT, EVENT);
                      stored += 2;
                    } catch (ConcurrencyException | AggregateStreamCreationException e) {
                      // Lost; the next one is another try.
                    }
                  }
                  return stored;
                }));
      }
      long acknowledged = 0;
      for (Future<Integer> worker : workers) {
        acknowledged += worker.get(60, TimeUnit.SECONDS);
      }
      long stored = 0;
      for (UUID stream : contested) {
        List<Recorded> events = store.log().stream(stream);
        for (int i = 0; i < events.size(); i++) {
          assertThat(events.get(i).sequence()).isEqualTo(i);
        }
        stored += events.size();
      }
      assertThat(stored).isEqualTo(acknowledged).isPositive();
    }
  }

  /// Starts them all, waits until all but what the writer took stand in the queue, then lets go.
  private <T> List<Future<T>> gathered(List<Callable<T>> work) throws SQLException {
    List<Future<T>> all = submitted(work);
    blocker.rollback();
    return all;
  }

  private <T> List<Future<T>> submitted(List<Callable<T>> work) {
    List<Future<T>> all = new ArrayList<>();
    all.add(threads.submit(() -> first(work)));
    awaitTrue(() -> store.waiting() == 0 && blocked());
    work.subList(1, work.size()).forEach(one -> all.add(threads.submit(one)));
    awaitTrue(() -> store.waiting() == work.size() - 1);
    return all;
  }

  private static <T> T first(List<Callable<T>> work) throws Exception {
    return work.getFirst().call();
  }

  private static boolean blocked() {
    return JdbcClient.create(database.superuser())
            .sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            .query(Long.class)
            .single()
        > 0;
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private long transactions() {
    return store.meters.get("custody.store.group").timer().count();
  }

  private static List<UUID> streams(int count) {
    return Stream.generate(UUID::randomUUID).limit(count).toList();
  }

  private static void assertFailed(Future<?> one, Class<? extends Exception> failure) {
    assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(failure);
  }

  private UUID append(UUID stream, long sequence, Alongside alongside) {
    UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
    alongside.attachTo(unitOfWork);
    unitOfWork.onPrepareCommit(_ -> store.engine().appendEvents(message(stream, sequence, EVENT)));
    unitOfWork.commit();
    return stream;
  }
}

package custody.command.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import custody.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Schedulers as processes have them, on one database.
class ScheduleTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.create();

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final List<Scheduler> processes = new ArrayList<>();
  private final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
  /// The clock goes on from here. It is ahead, because what is taken over becomes due by the
  /// system's clock, whatever clock the scheduler was given.
  private volatile Duration ahead =
      Duration.between(Instant.now(), Instant.parse("2099-03-01T00:00:00Z"));

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  private Scheduler process(Task<?> task) {
    return process(task, Duration.ofSeconds(5));
  }

  private Scheduler process(Task<?> task, Duration heartbeat) {
    ScheduleProperties settings =
        new ScheduleProperties(true, Duration.ofMillis(20), 4, heartbeat, 4, Duration.ofSeconds(5));
    Scheduler process =
        ScheduleConfiguration.scheduler(
            DATABASE.dataSource(), List.of(task), clock, new SimpleMeterRegistry(), settings);
    processes.add(process);
    return process;
  }

  @AfterEach
  void stop() {
    processes.forEach(Scheduler::stop);
    jdbc.sql("DELETE FROM custody.scheduled_task").update();
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("deadline").isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private long rows() {
    return jdbc.sql("SELECT count(*) FROM custody.scheduled_task").query(Long.class).single();
  }

  @Test
  void twoProcessesDoEachWorkOnce() {
    Map<String, Integer> done = new ConcurrentHashMap<>();
    OneTimeTask<String> task =
        Tasks.oneTime("once", String.class)
            .execute((instance, _) -> done.merge(instance.getData(), 1, Integer::sum));
    Scheduler one = process(task);
    Scheduler other = process(task);
    for (int i = 0; i < 60; i++) {
      one.schedule(task.instance("i" + i, "work " + i), clock.instant().minusSeconds(1));
    }
    one.start();
    other.start();
    await(() -> rows() == 0);
    assertThat(done).hasSize(60).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  void afterTenDaysOfSilenceDailyWorkIsDoneOnceAndThenAtItsTime() {
    AtomicInteger runs = new AtomicInteger();
    Task<Void> daily =
        Tasks.recurring("daily", Schedules.daily(ZONE, LocalTime.of(2, 0)))
            .execute((_, _) -> runs.incrementAndGet());
    Scheduler before = process(daily);
    before.start();
    await(() -> rows() == 1);
    before.stop();
    assertThat(runs).hasValue(0);

    ahead = ahead.plus(Duration.ofDays(10).plusHours(6));
    process(daily).start();
    process(daily).start();
    await(() -> next().isAfter(clock.instant()));
    assertThat(runs).hasValue(1);
    assertThat(next()).isEqualTo(Instant.parse("2099-03-11T18:00:00Z"));
  }

  private Instant next() {
    return jdbc.sql("SELECT execution_time FROM custody.scheduled_task")
        .query((row, _) -> row.getTimestamp(1).toInstant())
        .single();
  }

  @Test
  void whatADeadProcessHadPickedIsDoneByAnother() {
    AtomicInteger runs = new AtomicInteger();
    OneTimeTask<Void> task = Tasks.oneTime("orphan").execute((_, _) -> runs.incrementAndGet());
    Scheduler process = process(task, Duration.ofMillis(50));
    process.schedule(task.instance("1"), clock.instant().minusSeconds(1));
    jdbc.sql(
            """
            UPDATE custody.scheduled_task
            SET picked = true, picked_by = 'gone', last_heartbeat = '2099-02-28T00:00:00Z'
            """)
        .update();
    process.start();
    await(() -> rows() == 0);
    assertThat(runs).hasValue(1);
  }

  @Test
  void workInFlightIsFinishedBeforeAProcessStops() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> release = new CompletableFuture<>();
    AtomicInteger finished = new AtomicInteger();
    OneTimeTask<Void> task =
        Tasks.oneTime("slow")
            .execute(
                (_, _) -> {
                  begun.countDown();
                  release.join();
                  finished.incrementAndGet();
                });
    Scheduler process = process(task);
    process.schedule(task.instance("1"), clock.instant().minusSeconds(1));
    process.start();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    Thread stopping = Thread.ofVirtual().start(process::stop);
    release.complete(true);
    assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
    assertThat(finished).hasValue(1);
    assertThat(rows()).isZero();
  }
}

package custody.store;

import static custody.store.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.Recorded;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whatever breaks, and wherever: an acknowledged append is stored once, and every append is
/// acknowledged in the end.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenConnectionTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final AssortmentReported EVENT = new AssortmentReported("cut-here", null, null);

  private static final StoreTimeouts TIMEOUTS =
      new StoreTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(2));

  @Test
  void whoLoadsAStreamDoesNotWaitForEverForASilentServer() throws Exception {
    PGSimpleDataSource through = new PGSimpleDataSource();
    through.setUrl(database.jdbcUrl());
    try (CuttingProxy proxy = new CuttingProxy(through.getPortNumbers()[0], "cut-here")) {
      through.setPortNumbers(new int[] {proxy.port()});
      try (TestStore store = new TestStore(through, Clock.systemUTC(), TIMEOUTS)) {
        UUID stream = UUID.randomUUID();
        store.append(stream, EVENT);
        Excerpts.Rule rule = new Excerpts.Rule(1, Set.of("cut-here"), Set.of());
        Excerpts excerpts = Excerpts.of(store.engine());
        proxy.cutNext(CuttingProxy.Cut.SILENCE);
        assertThatThrownBy(() -> excerpts.read(stream.toString(), rule))
            .isInstanceOf(DataAccessException.class);
        assertThat(proxy.hasCut()).isTrue();
        assertThat(excerpts.read(stream.toString(), rule).events()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.Cut.class)
  void anAppendIsStoredOnceWhereverItsConnectionBreaks(CuttingProxy.Cut cut) throws Exception {
    PGSimpleDataSource through = new PGSimpleDataSource();
    through.setUrl(database.jdbcUrl());
    int port = through.getPortNumbers()[0];
    try (CuttingProxy proxy = new CuttingProxy(port, "cut-here")) {
      through.setPortNumbers(new int[] {proxy.port()});
      try (TestStore store = new TestStore(through, Clock.systemUTC(), TIMEOUTS);
          TestStore direct = new TestStore(database.dataSource())) {
        UUID warm = UUID.randomUUID();
        for (int i = 0; i < 7; i++) {
          // The second half of these are prepared statements.
          store.append(warm, EVENT);
        }
        UUID stream = UUID.randomUUID();
        var event = message(stream, 0, EVENT);
        proxy.cutNext(cut);

        store.engine().appendEvents(event);

        assertThat(proxy.hasCut()).isTrue();
        assertThat(direct.log().stream(stream))
            .extracting(recorded -> recorded.eventId().toString())
            .containsExactly(event.getIdentifier());
        store.append(stream, EVENT);
        assertThat(direct.log().version(stream)).isEqualTo(2);
      }
    }
  }

  @Test
  void endedServerProcessesUnderLoadLoseAndDoubleNothing() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    ConcurrentLinkedQueue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    JdbcClient administrator = JdbcClient.create(database.superuser());
    try (TestStore store = new TestStore(database.dataSource(), Clock.systemUTC(), TIMEOUTS);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        workers.add(
            threads.submit(
                () -> {
                  while (!enough.get()) {
                    var event = message(UUID.randomUUID(), 0, EVENT);
                    store.engine().appendEvents(event);
                    acknowledged.add(UUID.fromString(event.getIdentifier()));
                  }
                }));
      }
      for (int cut = 0; cut < 15; cut++) {
        int seen = acknowledged.size();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (acknowledged.size() < seen + 50) {
          assertThat(System.nanoTime()).as("it goes on").isLessThan(deadline);
          Thread.onSpinWait();
        }
        administrator
            .sql(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND usename = 'custody'
                """)
            .query(Boolean.class)
            .list();
      }
      enough.set(true);
      for (Future<?> worker : workers) {
        worker.get(60, TimeUnit.SECONDS);
      }
    }
    try (TestStore store = new TestStore(database.dataSource())) {
      Set<UUID> stored = store.all().stream().map(Recorded::eventId).collect(Collectors.toSet());
      assertThat(acknowledged).doesNotHaveDuplicates().hasSizeGreaterThan(700);
      Set<UUID> lost = new HashSet<>(acknowledged);
      lost.removeAll(stored);
      assertThat(lost).isEmpty();
    }
  }
}

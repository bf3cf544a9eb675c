package custody.store;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.Recorded;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of groups, on a server that waits for its disk: what was acknowledged is
/// there, once, and no append is there by half.
class KilledIT {
  private static final AssortmentReported EVENT = new AssortmentReported("tea", null, null);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private EmbeddedPostgres postgres;

  @BeforeEach
  void start() throws IOException {
    postgres = start(0);
    Flyway.configure()
        .dataSource(postgres.getPostgresDatabase())
        .defaultSchema("custody")
        .load()
        .migrate();
  }

  @AfterEach
  void stop() throws IOException {
    postgres.close();
  }

  @Test
  void killingTheJvmLosesAndDoublesNothing() throws Exception {
    List<UUID> acknowledged = new ArrayList<>();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                postgres.getJdbcUrl("postgres", "postgres"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = process.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.length() == UUID.randomUUID().toString().length()) {
          acknowledged.add(UUID.fromString(line));
        }
        if (acknowledged.size() == 1_000) {
          // SIGKILL; what it said before is still read.
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    assertWhole(acknowledged);
  }

  @Test
  void killingPostgresUnderLoadLosesAndDoublesNothingAndAppendsGoOn() throws Exception {
    ConcurrentLinkedQueue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicBoolean enough = new AtomicBoolean();
    StoreTimeouts patient = new StoreTimeouts(PATIENCE, Duration.ofSeconds(5), PATIENCE);
    try (TestStore store =
            new TestStore(postgres.getPostgresDatabase(), Clock.systemUTC(), patient);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        workers.add(
            threads.submit(
                () -> {
                  while (!enough.get()) {
                    UUID stream = UUID.randomUUID();
                    store
                        .engine()
                        .appendEvents(
                            TestStore.message(stream, 0, EVENT),
                            TestStore.message(stream, 1, EVENT));
                    acknowledged.add(stream);
                  }
                }));
      }
      for (int kill = 0; kill < 2; kill++) {
        awaitMore(acknowledged, 300);
        killPostgres();
      }
      awaitMore(acknowledged, 300);
      enough.set(true);
      for (Future<?> worker : workers) {
        worker.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
    assertWhole(acknowledged);
  }

  private void assertWhole(Collection<UUID> acknowledged) {
    assertThat(acknowledged).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(900);
    try (TestStore store = new TestStore(postgres.getPostgresDatabase())) {
      Map<UUID, List<Long>> stored =
          store.all().stream()
              .collect(
                  Collectors.groupingBy(
                      Recorded::stream,
                      Collectors.mapping(Recorded::sequence, Collectors.toList())));
      assertThat(stored).containsKeys(acknowledged.toArray(UUID[]::new));
      assertThat(stored.values()).allMatch(sequences -> sequences.equals(List.of(0L, 1L)));
    }
  }

  private static void awaitMore(Collection<UUID> acknowledged, int more) {
    int before = acknowledged.size();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (acknowledged.size() < before + more) {
      assertThat(System.nanoTime()).as("it goes on").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void killPostgres() throws IOException {
    int port = postgres.getPort();
    ProcessHandle postmaster =
        ProcessHandle.of(
                Long.parseLong(
                    Files.readAllLines(directory.resolve("postmaster.pid")).getFirst().strip()))
            .orElseThrow();
    List<ProcessHandle> backends = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    backends.forEach(ProcessHandle::destroyForcibly);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (backends.stream().anyMatch(ProcessHandle::isAlive)) {
      assertThat(System.nanoTime()).as("PostgreSQL ends").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
    // Gives up the library's lock on the directory; there is nothing left to stop.
    postgres.close();
    Files.deleteIfExists(directory.resolve("postmaster.pid"));
    postgres = start(port);
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setPGStartupWait(PATIENCE)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
  }
}

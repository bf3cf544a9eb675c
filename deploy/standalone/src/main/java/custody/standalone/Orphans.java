package custody.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what is left of a PostgreSQL whose Custody was killed.
///
/// PostgreSQL outlives a `kill -9` of the JVM that started it and keeps its data directory. Its
/// data is safe, but a second server on the same directory is refused. To be called only while
/// holding [DataDirectory]'s lock: then no living Custody owns what is found here.
final class Orphans {
  private static final Logger log = LoggerFactory.getLogger(Orphans.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path postgres;

  /// @param postgres PostgreSQL's data directory, as a real path
  Orphans(Path postgres) {
    this.postgres = postgres;
  }

  /// The process that `postmaster.pid` names, if it lives and is this directory's PostgreSQL.
  /// Another process may have got the number since, after a reboot or in a container.
  Optional<ProcessHandle> postmaster() throws IOException {
    Path file = postgres.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    try {
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(this::isOurs);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Stops a postmaster that survived, waits for backends that survived one, and clears a
  /// `postmaster.pid` that then names nobody.
  ///
  /// @throws IllegalStateException if something does not end in a minute; it is never killed, since
  ///     PostgreSQL may be writing its last checkpoint
  void clear() throws IOException {
    Optional<ProcessHandle> survivor = postmaster();
    if (survivor.isPresent()) {
      log.info("PostgreSQL {} outlived its Custody; stopping it.", survivor.get().pid());
      stop(survivor.get());
    }
    for (ProcessHandle backend : ProcessHandle.allProcesses().filter(this::isOurs).toList()) {
      log.info("Waiting for PostgreSQL's process {} to end.", backend.pid());
      await(backend);
    }
    // No process has the directory any more. PostgreSQL would clear a stale file by itself, but not
    // when another program has got the number in it.
    if (Files.deleteIfExists(postgres.resolve("postmaster.pid"))) {
      log.info("Cleared a stale postmaster.pid; PostgreSQL recovers from its log.");
    }
  }

  /// Asks PostgreSQL for a fast shutdown (SIGINT), which ends sessions and writes a checkpoint. The
  /// JDK can only send SIGTERM, on which PostgreSQL waits for its clients for ever.
  private void stop(ProcessHandle postmaster) throws IOException {
    String pid = Long.toString(postmaster.pid());
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    List<String> command =
        windows
            ? List.of(
                postmaster
                    .info()
                    .command()
                    .map(
                        postgresExe -> Path.of(postgresExe).resolveSibling("pg_ctl.exe").toString())
                    .orElse("pg_ctl.exe"),
                "kill",
                "INT",
                pid)
            : List.of("sh", "-c", "kill -INT " + pid);
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while stopping PostgreSQL " + pid, e);
    }
    await(postmaster);
  }

  private void await(ProcessHandle process) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && isOurs(process)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "PostgreSQL process %d still uses %s. Stop it, then start Custody again."
                .formatted(process.pid(), postgres));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while PostgreSQL stops", e);
      }
    }
  }

  /// Whether a process is a PostgreSQL on this directory. All of PostgreSQL's processes work in
  /// their data directory, which Linux shows; elsewhere the program's name has to do.
  private boolean isOurs(ProcessHandle process) {
    boolean isPostgres =
        process
            .info()
            .command()
            .map(command -> Path.of(command).getFileName().toString())
            .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
            .isPresent();
    if (!isPostgres) {
      return false;
    }
    Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return namedByPidFile(process);
    }
    try {
      return Files.readSymbolicLink(workingDirectory).equals(postgres);
    } catch (IOException e) {
      // Ended meanwhile, or another user's, who cannot have this owner-only directory.
      return false;
    }
  }

  private boolean namedByPidFile(ProcessHandle process) {
    try {
      List<String> lines = Files.readAllLines(postgres.resolve("postmaster.pid"));
      return !lines.isEmpty() && lines.getFirst().strip().equals(Long.toString(process.pid()));
    } catch (IOException e) {
      return false;
    }
  }
}

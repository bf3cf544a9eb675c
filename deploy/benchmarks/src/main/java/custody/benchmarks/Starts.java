package custody.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;

/// The packaged standalone comes up on the data of an earlier run, from the command until it
/// answers `/readyz` with 200, with and without an AOT cache. Made as the manual says.
@SuppressWarnings("try") // who interrupts a benchmark ends it
final class Starts implements Workload {
  private static final String HELLO = "void main() { java.lang.System.out.println(\"hello\"); }";
  private static final Duration LONGEST = Duration.ofMinutes(3);

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    Optional<Path> jar = packaged();
    if (jar.isEmpty()) {
      System.out.println("start: left out, because standalone is not packaged (mvn verify does).");
      return;
    }
    Path directory = Files.createTempDirectory("custody-start");
    try {
      Path application = extracted(jar.get(), directory);
      Path cache = directory.resolve("custody.aot");
      // Records what the cache is made of; the data are there from then on.
      try (Standalone training =
          Standalone.start(
              application, directory, "-XX:TieredStopAtLevel=1", "-XX:AOTCacheOutput=" + cache)) {
        training.awaitReady();
      }
      if (!Files.exists(cache)) {
        throw new IllegalStateException("no AOT cache came of it");
      }
      Contender cached =
          starting("with AOT cache", application, directory, "-XX:AOTCache=" + cache);
      Contender least = least(directory);
      table.accept(duel.row("start on existing data", cached, least, 1, "< 2,500 ms"));
      if (duel.pace().inDetail()) {
        Contender plain = starting("without", application, directory, "-Xshare:auto");
        table.accept(duel.row("start on existing data", cached, plain, 1, ""));
      }
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  /// Where Maven has put it for this run.
  @SuppressWarnings("StringSplitter") // an empty entry is no path of ours
  private static Optional<Path> packaged() {
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      Path path = Path.of(entry);
      if (path.getFileName().toString().matches("standalone-.*\\.jar")) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static Path extracted(Path jar, Path directory) throws Exception {
    Path to = directory.resolve("custody");
    run(
        directory,
        java(),
        "-Djarmode=tools",
        "-jar",
        jar.toString(),
        "extract",
        "--destination",
        to.toString());
    return to.resolve(jar.getFileName());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void run(Path directory, String... command) throws Exception {
    Process process = process(directory, command).start();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  private static ProcessBuilder process(Path directory, String... command) {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile());
  }

  private static Contender starting(String name, Path application, Path directory, String option) {
    return new Contender() {
      private Standalone started = Standalone.NONE;

      @Override
      public String name() {
        return "Custody, " + name;
      }

      /// Each is a process of its own, and the one that made the cache came before.
      @Override
      public boolean warmsUp() {
        return false;
      }

      @Override
      public long work(int client) throws Exception {
        started = Standalone.start(application, directory, option);
        started.awaitReady();
        return 1;
      }

      @Override
      public void settle(int client) throws Exception {
        started.close();
      }
    };
  }

  /// Nothing that has a JVM and a PostgreSQL can be there sooner: both are started after each
  /// other, as Custody needs them.
  private static Contender least(Path directory) throws Exception {
    Path hello = Files.writeString(directory.resolve("Hello.java"), HELLO);
    run(directory, Path.of(java()).resolveSibling("javac").toString(), hello.toString());
    Path data = directory.resolve("least");
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    builder.start().close();
    return new Contender() {
      @Override
      public String name() {
        return "JVM hello world + PostgreSQL";
      }

      @Override
      public boolean warmsUp() {
        return false;
      }

      @Override
      public long work(int client) throws Exception {
        Starts.run(directory, java(), "-cp", directory.toString(), "Hello");
        builder.start().close();
        return 1;
      }
    };
  }

  /// One run of it.
  private record Standalone(List<Process> runs, int port) implements AutoCloseable {
    static final Standalone NONE = new Standalone(List.of(), 0);

    static Standalone start(Path application, Path directory, String... options)
        throws IOException {
      int port = freePort();
      List<String> command = new ArrayList<>(List.of(java()));
      command.addAll(List.of(options));
      command.addAll(
          List.of(
              "-Xmx512m",
              "-jar",
              application.toString(),
              "--server.port=" + port,
              "--management.server.port=" + freePort(),
              "--custody.data-dir=" + directory.resolve("data")));
      return new Standalone(
          List.of(Starts.process(directory, command.toArray(String[]::new)).start()), port);
    }

    void awaitReady() throws Exception {
      long deadline = System.nanoTime() + LONGEST.toNanos();
      while (!isReady()) {
        if (System.nanoTime() > deadline || !runs.getFirst().isAlive()) {
          throw new IllegalStateException("it does not come up");
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }

    private boolean isReady() throws IOException {
      try (Http http = new Http(port, "")) {
        return http.send("GET", "/readyz", "", new byte[0]).status() == 200;
      } catch (IOException e) {
        return false; // nobody listens yet
      }
    }

    @Override
    public void close() throws InterruptedException {
      for (Process one : runs) {
        one.destroy();
        one.waitFor();
      }
    }

    private static int freePort() throws IOException {
      try (ServerSocket any = new ServerSocket(0)) {
        return any.getLocalPort();
      }
    }
  }
}

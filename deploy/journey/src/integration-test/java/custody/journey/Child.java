package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// One packaged process, started as a JVM of its own on ports that were free; standalone by the
/// script for those who restart often.
public final class Child implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(6);
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);

  /// A test starts many of them and none lives long.
  private static final List<String> JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  /// Where packaged processes are unpacked: from within its jar one takes twice the time to start.
  private static final Path UNPACKED = Path.of("target", "unpacked").toAbsolutePath();

  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(16_000, 26_000));

  private static boolean cacheIsMade;

  private final String module;
  private final List<String> command;
  private final Path log;
  private final int port = freePort();
  private final int managementPort = freePort();
  private Process process;

  /// Starts it; {@link #awaitReady} tells when it serves.
  ///
  /// @param module the directory of the module whose jar it is, such as `deploy/standalone`
  /// @param directory for its log
  /// @param settings as `--name=value`
  Child(String module, Path directory, List<String> settings) {
    this.module = module;
    this.log = directory.resolve(Path.of(module).getFileName() + ".log");
    this.command = new ArrayList<>();
    boolean byScript = module.equals("deploy/standalone");
    if (byScript) {
      command.addAll(List.of("sh", module(module).resolve("custody.sh").toString()));
    } else {
      command.add(java());
      command.addAll(JVM);
      command.addAll(List.of("-jar", unpacked(jar(module)).toString()));
    }
    command.addAll(List.of("--server.port=" + port, "--management.server.port=" + managementPort));
    command.addAll(settings);
    this.process = byScript ? launchByScript() : launch();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  URI management() {
    return URI.create("http://127.0.0.1:" + managementPort);
  }

  /// All it has printed since it was first started.
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Child awaitReady(HttpClient http) {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!answers(http, "/readyz")) {
      assertThat(process.isAlive()).as("%s ended: %s", module, log()).isTrue();
      assertThat(System.nanoTime()).as("%s is not ready: %s", module, log()).isLessThan(deadline);
      pause();
    }
    return this;
  }

  boolean answers(HttpClient http, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri().resolve(path)).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// SIGKILL: it learns nothing of it.
  void kill() {
    process.destroyForcibly();
    await(STOP_PATIENCE);
  }

  /// SIGSTOP: it is there, and does nothing until it is {@link #thaw}ed.
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// SIGTERM, on which it finishes what is in flight.
  ///
  /// @return its exit code
  int stop() {
    process.destroy();
    await(STOP_PATIENCE);
    return process.exitValue();
  }

  void startAgain() {
    assertThat(process.isAlive()).isFalse();
    process = launch();
  }

  @Override
  public String toString() {
    return module;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /// The script's first call unpacks and makes the cache: nobody else may call it meanwhile, or
  /// unpack anything beside it.
  private Process launchByScript() {
    synchronized (Child.class) {
      Process launched = launch();
      while (!cacheIsMade && launched.isAlive()) {
        cacheIsMade = log().contains("Custody is running");
        pause();
      }
      return launched;
    }
  }

  private Process launch() {
    try {
      ProcessBuilder launching =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      launching
          .environment()
          .putAll(
              Map.of(
                  "JAVA_HOME", System.getProperty("java.home"),
                  "JAVA_OPTS", String.join(" ", JVM),
                  "CUSTODY_HOME", UNPACKED.resolve("standalone").toString()));
      return launching.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(Duration patience) {
    try {
      assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
          .as("%s ends in time: %s", module, log())
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path module(String module) {
    return Path.of("..", "..", module).toAbsolutePath().normalize();
  }

  /// The one with a classifier, since standalone is made of the other.
  private static Path jar(String side) {
    try (Stream<Path> files = Files.list(module(side).resolve("target"))) {
      return files
          .filter(file -> file.toString().endsWith("-exec.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no jar of " + side + ": mvn package"));
    } catch (IOException e) {
      throw new UncheckedIOException("mvn package first", e);
    }
  }

  private static synchronized Path unpacked(Path jar) {
    Path there = UNPACKED.resolve(jar.getFileName().toString().replace(".jar", ""));
    Path unpacked = there.resolve(jar.getFileName());
    try {
      if (!Files.exists(unpacked)
          || Files.getLastModifiedTime(unpacked).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        Process extraction =
            new ProcessBuilder(
                    java(),
                    "-Djarmode=tools",
                    "-jar",
                    jar.toString(),
                    "extract",
                    "--force",
                    "--destination",
                    there.toString())
                .inheritIO()
                .start();
        assertThat(extraction.waitFor()).as("exit of the extraction of %s", jar).isZero();
      }
      return unpacked;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Below those that the system gives to connections, of which others make many until the port is
  /// listened on; and never the same one twice.
  static int freePort() {
    while (true) {
      int port = NEXT_PORT.getAndIncrement();
      try (ServerSocket _ = new ServerSocket(port)) {
        return port;
      } catch (BindException e) {
        // Somebody else's.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

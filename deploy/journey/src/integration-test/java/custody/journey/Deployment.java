package custody.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A running Custody in one of the three ways to run it, on a directory of its own that goes with
// it.
final class Deployment implements AutoCloseable {

  /// The ways to run it.
  enum Way {
    /// One process and the PostgreSQL that comes with it.
    STANDALONE,
    /// One process on a PostgreSQL of someone's own.
    ON_POSTGRES,
    /// A process per side on a PostgreSQL of someone's own.
    SPLIT,
    /// One process, the events in an Axon Server.
    AXON_SERVER
  }

  /// Where an Axon Server listens, `host:port`; null if there is none to test with.
  static final @Nullable String AXON_SERVER = System.getenv("CUSTODY_AXONSERVER");

  private final Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final @Nullable Postgres postgres;
  private final Child commands;
  private final Child queries;

  /// Starts it and waits until it serves.
  Deployment(Way way, String... settings) {
    this.directory = newDirectory();
    boolean own = way == Way.SPLIT || way == Way.ON_POSTGRES;
    this.postgres = own ? new Postgres(directory) : null;
    List<String> all = new ArrayList<>(List.of(settings));
    switch (way) {
      case STANDALONE -> all.add("--custody.data-dir=" + directory.resolve("data"));
      case ON_POSTGRES -> {
        all.addAll(postgres().settings());
        all.add("--custody.data-dir=" + directory.resolve("data"));
        all.add("--custody.master-key=" + newMasterKey());
      }
      case SPLIT -> {
        all.addAll(postgres().settings());
        all.add("--custody.master-key=" + newMasterKey());
      }
      case AXON_SERVER -> {
        all.add("--custody.data-dir=" + directory.resolve("data"));
        all.add("--spring.profiles.active=axon-server");
        all.add("--axon.axonserver.servers=" + AXON_SERVER);
      }
    }
    boolean split = way == Way.SPLIT;
    this.commands = new Child(split ? "command-side" : "deploy/standalone", directory, all);
    this.queries = split ? new Child("query-side", directory, all) : commands;
    awaitReady();
  }

  /// Speaks to it as that actor.
  Client client(String actor) {
    return new Client(http, commands.uri(), queries.uri(), actor);
  }

  HttpClient http() {
    return http;
  }

  Child commands() {
    return commands;
  }

  Child queries() {
    return queries;
  }

  /// The one of the split; standalone's is its own affair.
  Postgres postgres() {
    if (postgres == null) {
      throw new IllegalStateException("this deployment brings its own");
    }
    return postgres;
  }

  List<URI> managements() {
    return processes().map(Child::management).toList();
  }

  /// All that its processes have printed.
  String log() {
    return String.join("\n", processes().map(Child::log).toList());
  }

  Path directory() {
    return directory;
  }

  void awaitReady() {
    processes().forEach(process -> process.awaitReady(http));
  }

  private Stream<Child> processes() {
    return Stream.of(commands, queries).distinct();
  }

  static String newMasterKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  @Override
  public String toString() {
    return processes().map(Child::toString).collect(Collectors.joining(" and "));
  }

  @Override
  public void close() {
    processes().forEach(Child::close);
    if (postgres != null) {
      postgres.close();
    }
    http.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newDirectory() {
    try {
      // Below the module, so that what a test that hung has left behind goes with `mvn clean`.
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "custody-")
          .toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package custody.journey;

import custody.access.TestAccess;
import custody.axonserver.FakeAxonServer;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// A running Custody in one of the three ways to run it, on a directory of its own that goes with
/// it.
public final class Deployment implements AutoCloseable {

  /// The ways to run it.
  public enum Way {
    /// One process and the PostgreSQL that comes with it.
    STANDALONE,
    /// One process on a PostgreSQL of someone's own.
    ON_POSTGRES,
    /// A process per side on a PostgreSQL of someone's own.
    SPLIT,
    /// One process, the events in an Axon Server.
    AXON_SERVER,
    /// A process per side on a PostgreSQL of someone's own, the events in an Axon Server.
    AXON_SERVER_SPLIT;

    boolean isSplit() {
      return this == SPLIT || this == AXON_SERVER_SPLIT;
    }

    boolean isOnAxonServer() {
      return this == AXON_SERVER || this == AXON_SERVER_SPLIT;
    }
  }

  /// Where a real Axon Server listens, `host:port`; null = something like it, in this JVM.
  private static final @Nullable String REAL_AXON_SERVER = System.getenv("CUSTODY_AXONSERVER");

  private final Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final @Nullable Postgres postgres;
  private final @Nullable FakeAxonServer axonServer;
  private final @Nullable String masterKey;
  private @Nullable TestAccess access;
  private final Child commands;
  private final Child queries;
  private final List<String> settings;

  /// Starts it and waits until it serves.
  public Deployment(Way way, String... settings) {
    this.directory = newDirectory();
    boolean own = way.isSplit() || way == Way.ON_POSTGRES;
    this.postgres = own ? new Postgres(directory) : null;
    this.masterKey = own ? newMasterKey() : null;
    List<String> all = new ArrayList<>(List.of(settings));
    // A test asks more in a second than a person may.
    all.add("--custody.access.limits.person.per-second=0");
    if (!own) {
      all.add("--custody.postgres.port=" + Child.freePort());
    }
    switch (way) {
      case STANDALONE -> all.add("--custody.data-dir=" + directory.resolve("data"));
      case ON_POSTGRES -> {
        all.addAll(postgres().settings());
        all.add("--custody.data-dir=" + directory.resolve("data"));
        all.add("--custody.master-key=" + masterKey);
      }
      case SPLIT, AXON_SERVER_SPLIT -> {
        all.addAll(postgres().settings());
        all.add("--custody.master-key=" + masterKey);
      }
      case AXON_SERVER -> all.add("--custody.data-dir=" + directory.resolve("data"));
    }
    FakeAxonServer fake = null;
    if (way.isOnAxonServer()) {
      all.add("--spring.profiles.active=axon-server");
      if (REAL_AXON_SERVER == null) {
        fake = new FakeAxonServer(directory.resolve("axon-server"));
        all.add("--axon.axonserver.servers=" + fake.address());
      } else {
        all.add("--axon.axonserver.servers=" + REAL_AXON_SERVER);
        // Earlier tests have left events there, and their databases are gone.
        all.add("--custody.store.adopt-history=true");
      }
    }
    this.axonServer = fake;
    this.settings = List.copyOf(all);
    boolean split = way.isSplit();
    this.commands = new Child(split ? "command-side" : "deploy/standalone", directory, all);
    this.queries = split ? new Child("query-side", directory, all) : commands;
    awaitReady();
  }

  /// Speaks to it as that actor, who may do everything.
  ///
  /// @param actor `rep:<id>`, `user:<name>` or `service:<name>`
  public Client client(String actor) {
    return stranger().with(access().bearer(actor));
  }

  /// Speaks to it without saying who.
  Client stranger() {
    return new Client(http, commands.uri(), queries.uri(), "");
  }

  /// Makes accounts and tokens in its database.
  TestAccess access() {
    if (access == null) {
      access = TestAccess.to(database(), masterKey());
    }
    return access;
  }

  /// As its owner.
  DataSource database() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    if (postgres != null) {
      source.setUrl(postgres.jdbcUrl());
      source.setUser("custody");
      return source;
    }
    Matcher port = Pattern.compile("PostgreSQL on port (\\d+)").matcher(commands.log());
    if (!port.find()) {
      throw new IllegalStateException("no PostgreSQL came along");
    }
    source.setUrl("jdbc:postgresql://localhost:%s/custody".formatted(port.group(1)));
    source.setUser("custody");
    source.setPassword(read("data/postgres.password"));
    return source;
  }

  private String masterKey() {
    return masterKey == null ? read("data/master.key") : masterKey;
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One more command side on the same database; whoever asked for it closes it.
  Child competitor() {
    try {
      Path place = Files.createDirectories(directory.resolve("competitor"));
      return new Child("command-side", place, settings).awaitReady(http);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpClient http() {
    return http;
  }

  public Child commands() {
    return commands;
  }

  public Child queries() {
    return queries;
  }

  /// The one of the split; standalone's is its own affair.
  Postgres postgres() {
    if (postgres == null) {
      throw new IllegalStateException("this deployment brings its own");
    }
    return postgres;
  }

  /// The one that stands in for the real one.
  FakeAxonServer axonServer() {
    if (axonServer == null) {
      throw new IllegalStateException("this deployment has none, or a real one");
    }
    return axonServer;
  }

  List<URI> managements() {
    return processes().map(Child::management).toList();
  }

  /// All that its processes have printed.
  public String log() {
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
    if (axonServer != null) {
      axonServer.close();
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

package custody.journey;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/// A PostgreSQL that someone else runs: it does not come with Custody, does not end with it, and
/// can be killed.
final class Postgres implements AutoCloseable {
  private final Path data;
  private EmbeddedPostgres server;

  Postgres(Path directory) {
    this.data = directory.resolve("postgres");
    this.server = start(Child.freePort());
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE custody LOGIN");
      statement.execute("CREATE DATABASE custody OWNER custody TEMPLATE template0");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String jdbcUrl() {
    return "jdbc:postgresql://localhost:%d/custody".formatted(server.getPort());
  }

  List<String> settings() {
    return List.of(
        "--spring.datasource.url=" + jdbcUrl(),
        "--spring.datasource.username=custody",
        "--spring.datasource.password=trusted-anyway");
  }

  /// SIGKILL to the whole server, as when its machine loses power, except that the disk's cache
  /// survives.
  void kill() {
    kill(data);
  }

  /// The same for any PostgreSQL, by its data directory.
  static void kill(Path data) {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> all = postmaster.descendants().toList();
      postmaster.destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// On the same port, with the same data.
  void startAgain() {
    int port = server.getPort();
    close();
    server = start(port);
  }

  private EmbeddedPostgres start(int port) {
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setPort(port)
          .setPGStartupWait(Duration.ofMinutes(1))
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("max_connections", "100")
          .setLocaleConfig("locale", "C")
          .setLocaleConfig("lc-ctype", "C.UTF-8")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

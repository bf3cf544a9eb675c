package custody.standalone;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// The PostgreSQL that comes with Custody: it starts before the connection pool, stops after it,
/// and is started again when it dies in between.
///
/// It is as durable and as closed as a server someone installed: every commit is on disk, it
/// listens on the loopback interface only, and asks for a password (SCRAM) there too. Custody
/// connects as the role `custody`, which owns its database and nothing else.
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /// Recovery after a crash under load may take far longer than a start.
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration RETRY_EVERY = Duration.ofSeconds(5);

  private final DataDirectory directory;
  private final String password;
  private final int port;
  private EmbeddedPostgres server;
  private boolean closed;

  private EmbeddedDatabase(DataDirectory directory, String password, EmbeddedPostgres server) {
    this.directory = directory;
    this.password = password;
    this.port = server.getPort();
    this.server = server;
  }

  /// Opens the data directory, creating the database on first use, and starts the server.
  ///
  /// @param port on the loopback interface; 0 takes any free one
  /// @throws IllegalStateException if the directory is in use, or the server does not hold what it
  ///     is asked for (durability, a locale that knows Chinese)
  static EmbeddedDatabase start(Path dataDirectory, int port) {
    DataDirectory directory = DataDirectory.open(dataDirectory);
    try {
      String password = directory.password();
      new Orphans(directory.postgres()).clear();
      directory.setAsideIncomplete();
      EmbeddedPostgres server = startServer(directory, password, port);
      EmbeddedDatabase database = new EmbeddedDatabase(directory, password, server);
      try {
        if (!directory.isInitialized()) {
          database.createDatabase();
          directory.markInitialized();
        }
        database.check();
        Thread.ofVirtual().name("postgres-watch").start(database::watch);
      } catch (IOException | SQLException | RuntimeException e) {
        database.close();
        throw e;
      }
      log.info("PostgreSQL on port {}, data in {}.", server.getPort(), directory);
      return database;
    } catch (IOException e) {
      closeQuietly(directory);
      throw new UncheckedIOException("PostgreSQL does not start in " + directory, e);
    } catch (SQLException e) {
      closeQuietly(directory);
      throw new IllegalStateException("PostgreSQL in " + directory + " does not answer", e);
    } catch (RuntimeException e) {
      closeQuietly(directory);
      throw e;
    }
  }

  private static EmbeddedPostgres startServer(DataDirectory directory, String password, int port)
      throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.postgres())
            .setCleanDataDirectory(false)
            // Spring stops it, after the pool; a hook of its own would race with that.
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_PATIENCE)
            .setPort(port)
            .setConnectConfig("password", password)
            // The library is made for tests and turns both off.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", sharedBuffers() + "MB")
            .setServerConfig("listen_addresses", "localhost")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("password_encryption", "scram-sha-256")
            // These become options of initdb. It takes the last of several --auth, which is how the
            // library's `trust` is overruled before the server ever starts.
            .setLocaleConfig("auth", "scram-sha-256")
            .setLocaleConfig("pwfile", directory.passwordFile().toString())
            .setLocaleConfig("locale", "C")
            // With LC_CTYPE C, trigrams drop every Chinese character.
            .setLocaleConfig("lc-ctype", "C.UTF-8");
    try {
      return builder.start();
    } catch (IOException | RuntimeException e) {
      // It may have come up too late, or only in part.
      new Orphans(directory.postgres()).clear();
      throw e;
    }
  }

  /// An eighth of the memory of the machine or container, of which the JVM takes a part too; no
  /// less than PostgreSQL's default, and no more than views of some millions of events have use
  /// for.
  private static long sharedBuffers() {
    return Math.clamp((SYSTEM.getTotalMemorySize() >> 20) / 8, 128, 1024);
  }

  /// The role and the database of Custody. Cut off half-way, the whole directory is set aside.
  private void createDatabase() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      // The password is hexadecimal, so quoting is safe.
      statement.execute("CREATE ROLE custody LOGIN PASSWORD '" + password + "'");
      statement.execute("CREATE DATABASE custody OWNER custody TEMPLATE template0");
    }
  }

  private void check() throws SQLException {
    Map<String, String> required =
        Map.of(
            "fsync",
            "on",
            "synchronous_commit",
            "on",
            "server_encoding",
            "UTF8",
            "lc_ctype",
            "C.UTF-8");
    try (Connection connection =
            DriverManager.getConnection(getJdbcUrl(), getUsername(), getPassword());
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> setting : required.entrySet()) {
        try (ResultSet shown = statement.executeQuery(show(setting.getKey()))) {
          String value = shown.next() ? shown.getString(1) : "nothing";
          if (!setting.getValue().equals(value)) {
            throw new IllegalStateException(
                "PostgreSQL must run with %s = %s, but shows %s"
                    .formatted(setting.getKey(), setting.getValue(), value));
          }
        }
      }
    }
  }

  private static String show(String setting) {
    // The locale is the database's, no longer a setting.
    return setting.equals("lc_ctype")
        ? "SELECT datctype FROM pg_database WHERE datname = current_database()"
        : "SHOW " + setting;
  }

  /// Starts the server again, on the same port, whenever it ends without being asked to.
  ///
  /// Looks instead of waiting for the exit: where nothing reaps orphans, as in many containers, a
  /// dead postmaster stays a zombie and never counts as ended.
  private void watch() {
    Duration pause = LOOK_EVERY;
    while (true) {
      try {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      synchronized (this) {
        if (closed) {
          return;
        }
        try {
          if (new Orphans(directory.postgres()).postmaster().isEmpty()) {
            log.warn("PostgreSQL ended unexpectedly; starting it again.");
            // Only gives up the library's lock on the directory: its server is gone.
            server.close();
            new Orphans(directory.postgres()).clear();
            server = startServer(directory, password, port);
          }
          pause = LOOK_EVERY;
        } catch (IOException | RuntimeException e) {
          pause = RETRY_EVERY;
          log.error("PostgreSQL does not start again; next try in {}.", pause, e);
        }
      }
    }
  }

  @Override
  public String getJdbcUrl() {
    return "jdbc:postgresql://localhost:%d/custody".formatted(port);
  }

  @Override
  public String getUsername() {
    return "custody";
  }

  @Override
  public String getPassword() {
    return password;
  }

  /// Stops the server and gives the directory back. Called a second time, does nothing.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.close();
      // The library gives up after five seconds; a last checkpoint may take longer.
      new Orphans(directory.postgres()).clear();
    } catch (IOException e) {
      log.warn("PostgreSQL did not stop cleanly; it recovers at the next start.", e);
    } finally {
      closeQuietly(directory);
    }
  }

  private static void closeQuietly(DataDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      log.debug("While unlocking {}", directory, e);
    }
  }
}

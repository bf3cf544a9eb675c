package custody.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection that the writer holds for as long as it works, so that its statements stay
/// prepared. Their plans stay with them, from a time when the tables may have been empty and
/// reading them from end to end looked cheapest: so that is ruled out, for all it looks for has a
/// key.
///
/// Whoever uses it waits without a time limit of the socket's own, which would wake a thread for a
/// timer twice in each lone append: who watches it ends it instead.
final class WriterConnection {
  private static final Logger log = LoggerFactory.getLogger(WriterConnection.class);
  private static final List<String> BY_OTHER_THAN_KEY =
      List.of("enable_seqscan", "enable_hashjoin", "enable_mergejoin");

  private static final long NEVER = 0;

  private final Connection connection;

  /// The server process behind it.
  private final int process;

  /// When that process started; its number may be given to another one later.
  private final String started;

  /// Since when the server has owed an answer, as of {@link System#nanoTime()}.
  private volatile long asked = NEVER;

  private WriterConnection(Connection connection, int process, String started) {
    this.connection = connection;
    this.process = process;
    this.started = started;
  }

  /// What somebody does with it.
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  static WriterConnection open(DataSource source, StoreTimeouts timeouts) throws SQLException {
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      connection.setNetworkTimeout(Runnable::run, (int) timeouts.network().toMillis());
      statement.execute("SET statement_timeout = " + timeouts.statement().toMillis());
      for (String plan : BY_OTHER_THAN_KEY) {
        statement.execute("SET " + plan + " = off");
      }
      WriterConnection opened;
      try (ResultSet self =
          statement.executeQuery(
              "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid ="
                  + " pg_backend_pid()")) {
        self.next();
        opened = new WriterConnection(connection, self.getInt(1), self.getString(2));
      }
      connection.setNetworkTimeout(Runnable::run, 0);
      return opened;
    } catch (SQLException | RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  <T> T use(Work<T> work) throws SQLException {
    asked = System.nanoTime() | 1;
    try {
      return work.on(connection);
    } finally {
      asked = NEVER;
    }
  }

  /// Breaks it if the server has been silent for longer, so that whoever waits gets an error.
  void breakIfSilent(Duration time) {
    long since = asked;
    if (since != NEVER && System.nanoTime() - since > time.toNanos()) {
      log.warn(
          "The database has not answered for {} s: its connection is given up.", time.toSeconds());
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        log.warn("A connection whose server is silent cannot be closed.", e);
      }
    }
  }

  /// Ends another one's server process, should it still live, so that it cannot commit what it was
  /// given after we have looked whether it did.
  void end(WriterConnection other) {
    try {
      use(
          open -> {
            try (PreparedStatement statement =
                open.prepareStatement(
                    """
                    SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
                    WHERE pid = ? AND backend_start = ?::timestamptz
                    """)) {
              statement.setInt(1, other.process);
              statement.setString(2, other.started);
              return statement.execute();
            }
          });
    } catch (SQLException e) {
      // A late commit is then met as a duplicate, and recognised by its event ids.
      log.warn("The former connection's server process could not be ended: {}", e.getMessage());
    }
  }

  /// Gives it back as it was; a pool drops it by itself when it is broken.
  void close() {
    asked = System.nanoTime() | 1;
    try {
      close(connection);
    } finally {
      asked = NEVER;
    }
  }

  private static void close(Connection connection) {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute("RESET statement_timeout");
      for (String plan : BY_OTHER_THAN_KEY) {
        statement.execute("RESET " + plan);
      }
      connection.setNetworkTimeout(Runnable::run, 0);
    } catch (SQLException e) {
      log.debug("The connection was beyond resetting.", e);
    }
  }
}

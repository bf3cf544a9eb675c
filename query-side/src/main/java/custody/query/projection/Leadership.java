package custody.query.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Who may write the views, of all processes on one PostgreSQL: whoever's session holds an
/// advisory
/// lock. What is written under the lock goes through the very connection that holds it, so that a
/// process which lost the lock without noticing cannot write either.
enum Leadership {
  LIVE(20260702),
  REBUILD(20260703);

  private final long lock;

  Leadership(long lock) {
    this.lock = lock;
  }

  boolean take(Connection db) throws SQLException {
    boolean taken = ask(db, "SELECT pg_try_advisory_lock(?)");
    if (taken) {
      // A leader whose machine vanished must be noticed in seconds, not after the hours that the
      // system waits by default.
      try (Statement statement = db.createStatement()) {
        statement.execute(
            "SELECT set_config('tcp_keepalives_idle', '5', false),"
                + " set_config('tcp_keepalives_interval', '5', false),"
                + " set_config('tcp_keepalives_count', '3', false)");
      }
    }
    return taken;
  }

  void giveUp(Connection db) throws SQLException {
    ask(db, "SELECT pg_advisory_unlock(?)");
  }

  private boolean ask(Connection db, String sql) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      statement.setLong(1, lock);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}

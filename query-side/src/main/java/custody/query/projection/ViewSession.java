package custody.query.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// How a session works that writes views.
///
/// What it looks up, it looks up by key. But a plan is made once and kept, often while the tables
/// are empty, when reading them from end to end looks cheapest; it would do so with every batch
/// until the statistics are taken anew, which is a minute away while an import fills the tables.
///
/// Its commits do not wait for the disk. What a server that crashes forgets of them are the last
/// batches, positions included, and they are applied again: the events are on the disk. Whatever
/// somebody else commits to the disk because of what a view showed comes behind it in the log, and
/// takes it there too.
final class ViewSession {
  private static final List<String> SETTINGS =
      List.of("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "synchronous_commit");

  private ViewSession() {}

  /// For this session, until {@link #end}.
  static void begin(Connection db) throws SQLException {
    each(db, "SET %s TO off");
  }

  static void end(Connection db) throws SQLException {
    each(db, "RESET %s");
  }

  private static void each(Connection db, String statement) throws SQLException {
    try (Statement settings = db.createStatement()) {
      for (String setting : SETTINGS) {
        settings.execute(statement.formatted(setting));
      }
    }
  }
}

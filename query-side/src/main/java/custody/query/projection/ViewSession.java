package custody.query.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// How a session works that writes views.
///
/// What it looks up, it looks up by key. But a plan is made once and kept, often while the tables
/// are empty, when reading them from end to end looks cheapest; it would do so with every batch
/// until the statistics are taken anew, which is a minute away while an import fills the tables.
/// So only looking up is left, and with nothing to choose from a plan need not be made for each
/// batch: a tenth of PostgreSQL's time for small ones.
///
/// Its commits do not wait for the disk. What a server that crashes forgets of them are the last
/// batches, positions included, and they are applied again: the events are on the disk. Whatever
/// somebody else commits to the disk because of what a view showed comes behind it in the log, and
/// takes it there too.
final class ViewSession {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "enable_seqscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off",
          "synchronous_commit", "off",
          "plan_cache_mode", "force_generic_plan");

  private ViewSession() {}

  /// For this session, until {@link #end}.
  static void begin(Connection db) throws SQLException {
    try (Statement statement = db.createStatement()) {
      for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
        statement.execute("SET " + setting.getKey() + " TO " + setting.getValue());
      }
    }
  }

  static void end(Connection db) throws SQLException {
    try (Statement statement = db.createStatement()) {
      for (String setting : SETTINGS.keySet()) {
        statement.execute("RESET " + setting);
      }
    }
  }
}

package custody.query.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// How the statements of views are planned. What they look up, they look up by key. But a plan is
/// made once and kept, often while the tables are empty, when reading them from end to end looks
/// cheapest; it would do so with every batch until the statistics are taken anew, which is a minute
/// away while an import fills the tables.
final class Plans {
  private static final String[] ALTERNATIVES = {
    "enable_seqscan", "enable_hashjoin", "enable_mergejoin"
  };

  private Plans() {}

  /// For this session, until {@link #asUsual}.
  static void byKey(Connection db) throws SQLException {
    each(db, "SET %s TO off");
  }

  static void asUsual(Connection db) throws SQLException {
    each(db, "RESET %s");
  }

  private static void each(Connection db, String setting) throws SQLException {
    try (Statement statement = db.createStatement()) {
      for (String alternative : ALTERNATIVES) {
        statement.execute(setting.formatted(alternative));
      }
    }
  }
}

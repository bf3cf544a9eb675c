package custody.query.projection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The PostgreSQL schemas of a view: the one that serves, the copy being built, and the copy that
/// served until a moment ago. Names of views are checked, so they may stand in SQL.
final class Schemas {
  private Schemas() {}

  static String serving(View view) {
    return "view_" + view.name();
  }

  static String next(View view) {
    return serving(view) + "_next";
  }

  private static String old(View view) {
    return serving(view) + "_old";
  }

  static boolean exists(Connection db, View view) throws SQLException {
    try (PreparedStatement statement =
        db.prepareStatement(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = ?)")) {
      statement.setString(1, serving(view));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /// Stands between what a table needs to be filled, and what only its readers need.
  private static final String ONCE_FILLED = "\n-- once filled";

  /// Empty tables in a new schema; what stood there before is gone. {@link #complete} adds the
  // rest.
  static void create(Connection db, View view, String schema) throws SQLException {
    execute(db, "DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    execute(db, "CREATE SCHEMA " + schema);
    use(db, schema);
    execute(db, ddl(view).split(ONCE_FILLED, 2)[0]);
  }

  /// What readers need beside the rows, made at once instead of row by row, and statistics, without
  /// which the first queries are planned blindly.
  static void complete(Connection db, View view, String schema) throws SQLException {
    String[] parts = ddl(view).split(ONCE_FILLED, 2);
    if (parts.length > 1) {
      use(db, schema);
      execute(db, "SET LOCAL maintenance_work_mem TO '128MB'");
      execute(db, parts[1].substring(parts[1].indexOf('\n') + 1));
    }
    analyze(db, schema);
  }

  /// The connection for a view that writes this schema, whose statements name the one that serves.
  /// Not by the search path: with each change of it the driver forgets its prepared statements, and
  /// parsing and planning them anew took PostgreSQL most of what a batch of one event costs.
  static Connection named(View view, String schema, Connection db) {
    if (schema.equals(serving(view))) {
      return db;
    }
    String serving = serving(view) + ".";
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof String sql) {
                arguments[0] = sql.replace(serving, schema + ".");
              }
              try {
                return method.invoke(db, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  /// Unqualified names mean this schema until the transaction ends.
  private static void use(Connection db, String schema) throws SQLException {
    try (PreparedStatement statement =
        db.prepareStatement("SELECT set_config('search_path', ?, true)")) {
      statement.setString(1, schema + ", public");
      statement.execute();
    }
  }

  /// The copy that was built serves from the commit on. Queries that are under way end on the old
  /// one.
  static void swap(Connection db, View view) throws SQLException {
    // A query of hours may still read the copy before the last. The views do not wait for it for
    // ever; the swap is tried again.
    execute(db, "SET LOCAL lock_timeout TO '5s'");
    execute(db, "DROP SCHEMA IF EXISTS " + old(view) + " CASCADE");
    if (exists(db, view)) {
      execute(db, "ALTER SCHEMA " + serving(view) + " RENAME TO " + old(view));
    } else {
      execute(db, "DROP SCHEMA IF EXISTS " + serving(view) + " CASCADE");
    }
    execute(db, "ALTER SCHEMA " + next(view) + " RENAME TO " + serving(view));
  }

  /// Removes the copy that served before and one that was never finished. Fails rather than waits
  /// when somebody still reads it.
  static void dropLeftovers(Connection db, View view) throws SQLException {
    execute(db, "SET LOCAL lock_timeout TO '50ms'");
    execute(db, "DROP SCHEMA IF EXISTS " + old(view) + ", " + next(view) + " CASCADE");
  }

  private static void analyze(Connection db, String schema) throws SQLException {
    StringBuilder tables = new StringBuilder();
    try (PreparedStatement statement =
        db.prepareStatement(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables"
                + " WHERE schemaname = ?")) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables.append(tables.isEmpty() ? "ANALYZE " : ", ").append(rows.getString(1));
        }
      }
    }
    if (!tables.isEmpty()) {
      // A third of the usual sample: reading and sorting it, texts and all, was a sixth of what a
      // rebuild took PostgreSQL.
      execute(db, "SET LOCAL default_statistics_target TO 30");
      execute(db, tables.toString());
      execute(db, "SET LOCAL default_statistics_target TO DEFAULT");
    }
  }

  private static String ddl(View view) {
    String resource = view.name() + ".sql";
    try (InputStream sql = view.getClass().getResourceAsStream(resource)) {
      if (sql == null) {
        throw new IllegalStateException(resource + " is missing beside " + view.getClass());
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(Connection db, String sql) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.execute(sql);
    }
  }
}

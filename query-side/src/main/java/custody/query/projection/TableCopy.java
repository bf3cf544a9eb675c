package custody.query.projection;

import custody.contract.Id;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows for one table of a view, written at once: many by COPY, the fastest way in; a few, as a
/// batch has them that somebody waits for, by INSERT, which takes one round trip instead of three
/// and whose plan is kept.
public final class TableCopy {
  private static final int CHUNK = 64 * 1024;
  private static final int FEW = 12;

  private final String table;
  private final String names;
  private final int columns;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  /// @param table such as `view_history.event`
  public TableCopy(String table, String... columns) {
    this.table = table;
    this.names = String.join(", ", columns);
    this.columns = columns.length;
  }

  /// One value per column: {@link UUID}s and {@link Id}s, {@link Instant}s or `"infinity"`, dates,
  /// numbers, booleans, lists of integers, bytes as PostgreSQL writes them in hex; whatever becomes
  /// text or JSON by its `toString()`.
  public void row(@Nullable Object... values) {
    if (values.length != columns) {
      throw new IllegalArgumentException(columns + " columns, but " + values.length + " values");
    }
    rows.add(values);
  }

  /// Writes the rows collected since the last call, if any.
  public void write(Connection db) throws SQLException {
    if (rows.size() > FEW) {
      copy(db);
    } else if (!rows.isEmpty()) {
      insert(db);
    }
    rows.clear();
  }

  /// All values as texts of no type, which PostgreSQL reads by the column's.
  private void insert(Connection db) throws SQLException {
    try (PreparedStatement statement =
        db.prepareStatement(
            "INSERT INTO %s (%s) VALUES (?%s)"
                .formatted(table, names, ", ?".repeat(columns - 1)))) {
      for (@Nullable Object[] row : rows) {
        for (int i = 0; i < columns; i++) {
          Object value = row[i];
          statement.setObject(i + 1, value == null ? null : text(value), Types.OTHER);
        }
        if (rows.size() == 1) {
          statement.executeUpdate(); // the driver keeps no plan for a batch of one
          return;
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void copy(Connection db) throws SQLException {
    BinaryRows binary = new BinaryRows(types(db));
    CopyIn copy =
        db.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                db.nativeSQL("COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, names)));
    try {
      for (@Nullable Object[] row : rows) {
        binary.row(row);
        if (binary.size() >= CHUNK) {
          send(binary, copy);
        }
      }
      binary.end();
      send(binary, copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static void send(BinaryRows binary, CopyIn copy) throws SQLException {
    copy.writeToCopy(binary.array(), 0, binary.size());
    binary.clear();
  }

  /// Of the columns, as the table that stands there now has them.
  private List<String> types(Connection db) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement("SELECT %s FROM %s LIMIT 0".formatted(names, table))) {
      ResultSetMetaData columnsThere = query.executeQuery().getMetaData();
      List<String> types = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        types.add(columnsThere.getColumnTypeName(i));
      }
      return types;
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case List<?> numbers ->
          numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
      case Id id -> id.value().toString();
      default -> value.toString();
    };
  }
}

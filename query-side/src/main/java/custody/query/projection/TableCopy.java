package custody.query.projection;

import custody.contract.Id;
import custody.query.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Rows for one table of a view, written at once: many by COPY, the fastest way in; a few, as a
/// batch has them that somebody waits for, by INSERT, which takes one round trip instead of two and
/// whose plan is kept.
public final class TableCopy {
  private static final byte[] NULL = {'\\', 'N'};
  private static final int CHUNK = 64 * 1024;
  private static final int FEW = 12;

  private final String copy;
  private final String insert;
  private final int columns;
  private final List<@Nullable Object[]> few = new ArrayList<>();
  private final Bytes rows = new Bytes();

  /// @param table unqualified
  public TableCopy(String table, String... columns) {
    String into = table + " (" + String.join(", ", columns) + ")";
    this.copy = "COPY " + into + " FROM STDIN";
    this.insert = "INSERT INTO " + into + " VALUES (?" + ", ?".repeat(columns.length - 1) + ")";
    this.columns = columns.length;
  }

  /// One value per column. What PostgreSQL reads from the value's `toString()` is fine: texts,
  /// numbers, booleans, {@link UUID}, {@link Instant}, dates, JSON as text; a `String[]` becomes a
  /// `text[]`.
  public void row(@Nullable Object... values) {
    if (values.length != columns) {
      throw new IllegalArgumentException(columns + " columns, but " + values.length + " values");
    }
    if (rows.size() == 0 && few.size() < FEW) {
      few.add(values);
      return;
    }
    few.forEach(this::encode);
    few.clear();
    encode(values);
  }

  private void encode(@Nullable Object... values) {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        rows.put((byte) '\t');
      }
      switch (values[i]) {
        case null -> rows.put(NULL);
        case UUID id -> rows.put(id);
        case Id id -> rows.put(id.value());
        case Instant at -> rows.put(at);
        case Object value -> escape(text(value));
      }
    }
    rows.put((byte) '\n');
  }

  /// Sends the rows collected since the last call, if any.
  public void write(Connection db) throws SQLException {
    if (!few.isEmpty()) {
      insert(db);
      few.clear();
    } else if (rows.size() > 0) {
      copy(db);
      rows.clear();
    }
  }

  /// All values as texts of no type, which PostgreSQL reads as it does in a COPY.
  private void insert(Connection db) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(insert)) {
      for (@Nullable Object[] row : few) {
        for (int i = 0; i < columns; i++) {
          Object value = row[i];
          statement.setObject(i + 1, value == null ? null : text(value), Types.OTHER);
        }
        if (few.size() == 1) {
          statement.executeUpdate(); // the driver keeps no plan for a batch of one
          return;
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void copy(Connection db) throws SQLException {
    try {
      db.unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              copy,
              new ByteArrayInputStream(rows.array(), 0, rows.size()),
              Math.min(rows.size(), CHUNK));
    } catch (IOException e) {
      throw new SQLException("the rows could not be sent", e);
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case String[] texts -> array(texts);
      case Id id -> id.value().toString();
      default -> value.toString();
    };
  }

  private static String array(String[] texts) {
    StringBuilder array = new StringBuilder("{");
    for (String text : texts) {
      if (array.length() > 1) {
        array.append(',');
      }
      array.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return array.append('}').toString();
  }

  /// What has to be escaped is ASCII, so no part of another character. Most texts have nothing of
  /// it and are taken over whole.
  private void escape(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int taken = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte escaped =
          switch (bytes[i]) {
            case '\\' -> (byte) '\\';
            case '\t' -> (byte) 't';
            case '\n' -> (byte) 'n';
            case '\r' -> (byte) 'r';
            default -> 0;
          };
      if (escaped != 0) {
        rows.put(bytes, taken, i - taken);
        rows.put((byte) '\\');
        rows.put(escaped);
        taken = i + 1;
      }
    }
    rows.put(bytes, taken, bytes.length - taken);
  }
}

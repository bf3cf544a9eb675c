package custody.query.projection;

import custody.contract.Id;
import custody.query.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Rows for one table of a view, written by one COPY: the fastest way in, for one row and for
/// thousands.
public final class TableCopy {
  private static final byte[] NULL = {'\\', 'N'};
  private static final int CHUNK = 64 * 1024;

  private final String statement;
  private final int columns;
  private final Bytes rows = new Bytes();

  /// @param table unqualified
  public TableCopy(String table, String... columns) {
    this.statement = "COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN";
    this.columns = columns.length;
  }

  /// One value per column. What PostgreSQL reads from the value's `toString()` is fine: texts,
  /// numbers, booleans, {@link UUID}, {@link Instant}, dates, JSON as text; a `String[]` becomes a
  /// `text[]`.
  public void row(@Nullable Object... values) {
    if (values.length != columns) {
      throw new IllegalArgumentException(columns + " columns, but " + values.length + " values");
    }
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        rows.put((byte) '\t');
      }
      switch (values[i]) {
        case null -> rows.put(NULL);
        case UUID id -> rows.put(id);
        case Id id -> rows.put(id.value());
        case Instant at -> rows.put(at);
        case String[] texts -> escape(array(texts));
        case Object value -> escape(value.toString());
      }
    }
    rows.put((byte) '\n');
  }

  /// Sends the rows collected since the last call, if any.
  public void write(Connection db) throws SQLException {
    if (rows.size() == 0) {
      return;
    }
    try {
      db.unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              statement,
              new ByteArrayInputStream(rows.array(), 0, rows.size()),
              Math.min(rows.size(), CHUNK));
    } catch (IOException e) {
      throw new SQLException("the rows could not be sent", e);
    }
    rows.clear();
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

package custody.query.projection;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// Rows for one table of a view, written by one COPY: the fastest way in, for one row and for
/// thousands.
public final class TableCopy {
  private final String statement;
  private final int columns;
  private final StringBuilder rows = new StringBuilder();

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
        rows.append('\t');
      }
      switch (values[i]) {
        case null -> rows.append("\\N");
        case String[] texts -> escape(array(texts));
        case Object value -> escape(value.toString());
      }
    }
    rows.append('\n');
  }

  /// Sends the rows collected since the last call, if any.
  public void write(Connection db) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    CopyManager copy = db.unwrap(PGConnection.class).getCopyAPI();
    try {
      copy.copyIn(statement, new StringReader(rows.toString()));
    } catch (IOException e) {
      throw new SQLException("the rows could not be sent", e);
    }
    rows.setLength(0);
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

  /// Most texts have nothing to escape and are taken over whole.
  private void escape(String text) {
    int plain = 0;
    while (plain < text.length() && !isSpecial(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      rows.append(text);
      return;
    }
    rows.append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> rows.append("\\\\");
        case '\t' -> rows.append("\\t");
        case '\n' -> rows.append("\\n");
        case '\r' -> rows.append("\\r");
        default -> rows.append(c);
      }
    }
  }

  private static boolean isSpecial(char c) {
    return c == '\\' || c == '\t' || c == '\n' || c == '\r';
  }
}

package custody.query.audit;

import custody.query.Answers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows of an answer, one after the other.
interface Rows extends AutoCloseable {

  /// Where they come from: asked as a whole, before the first is taken.
  interface Source {
    Rows open(Connection db) throws SQLException;
  }

  /// In the order of the columns; null = there are no more.
  @Nullable List<@Nullable Object> next() throws SQLException;

  @Override
  void close() throws SQLException;

  static Rows of(Connection db, Questions question) throws SQLException {
    PreparedStatement query = question.prepared(db);
    ResultSet rows = Answers.rows(query);
    return new Rows() {
      @Override
      public @Nullable List<@Nullable Object> next() throws SQLException {
        if (!rows.next()) {
          return null;
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 1; column <= question.columns().size(); column++) {
          values.add(value(rows, column));
        }
        return values;
      }

      @Override
      public void close() throws SQLException {
        query.close();
      }
    };
  }

  static Rows of(List<Territories.Held> territory) {
    Iterator<Territories.Held> held = territory.iterator();
    return new Rows() {
      @Override
      public @Nullable List<@Nullable Object> next() {
        if (!held.hasNext()) {
          return null;
        }
        Territories.Held it = held.next();
        return Arrays.asList(it.rep(), it.team(), it.from(), it.to());
      }

      @Override
      public void close() {}
    };
  }

  private static @Nullable Object value(ResultSet row, int column) throws SQLException {
    return switch (row.getMetaData().getColumnTypeName(column)) {
      case "timestamptz" -> {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        yield at == null || at.equals(OffsetDateTime.MAX) ? null : at.toInstant();
      }
      case "uuid" -> row.getObject(column, UUID.class);
      case "int8" -> row.getLong(column);
      default -> row.getString(column);
    };
  }
}

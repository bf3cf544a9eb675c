package custody.query.sight;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// A piece of SQL that is true or false of a row, with what its question marks stand for.
public record Condition(String sql, List<Object> values) {
  public static final Condition ALWAYS = new Condition("true", List.of());
  static final Condition NEVER = new Condition("false", List.of());

  public Condition {
    values = List.copyOf(values);
  }

  /// @return the index behind the last one bound
  public int bind(PreparedStatement query, int first) throws SQLException {
    int next = first;
    for (Object value : values) {
      switch (value) {
        case Instant at -> query.setObject(next++, at.atOffset(ZoneOffset.UTC));
        case String[] texts ->
            query.setArray(next++, query.getConnection().createArrayOf("text", texts));
        case Object other -> query.setObject(next++, other);
      }
    }
    return next;
  }

  /// Whether it is true of every row.
  public boolean isAlways() {
    return equals(ALWAYS);
  }

  /// That the column's value is among what one of these selects yields, one column named `customer`
  /// each. Written so that the planner may begin at either end.
  static Condition among(String column, List<Condition> selects) {
    if (column.indexOf('.') < 0) {
      throw new IllegalArgumentException(column + " must name its table: it stands in a subquery");
    }
    return new Condition(
        "EXISTS (SELECT FROM ("
            + String.join(" UNION ALL ", selects.stream().map(Condition::sql).toList())
            + ") visible WHERE visible.customer = "
            + column
            + ")",
        selects.stream().flatMap(select -> select.values().stream()).toList());
  }

  Condition andNot(Condition other) {
    return and(new Condition("NOT " + other.sql, other.values));
  }

  Condition and(Condition other) {
    return new Condition(
        "(" + sql + " AND " + other.sql + ")",
        Stream.concat(values.stream(), other.values.stream()).toList());
  }
}

package custody.query.sight;

import custody.query.Answers;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    return Answers.bind(query, first, values);
  }

  /// Whether it is true of every row.
  public boolean isAlways() {
    return equals(ALWAYS);
  }

  /// @param joining what makes one of several, none of which is decided beforehand
  static Condition any(List<Condition> conditions, Function<List<Condition>, Condition> joining) {
    if (conditions.contains(ALWAYS)) {
      return ALWAYS;
    }
    List<Condition> open =
        conditions.stream().filter(condition -> !condition.equals(NEVER)).toList();
    return open.isEmpty() ? NEVER : joining.apply(open);
  }

  public static Condition or(List<Condition> conditions) {
    return joined(conditions, " OR ").in("(%s)");
  }

  static Condition union(List<Condition> selects) {
    return joined(selects, " UNION ALL ");
  }

  private static Condition joined(List<Condition> parts, String between) {
    return new Condition(
        parts.stream().map(Condition::sql).collect(Collectors.joining(between)),
        parts.stream().flatMap(part -> part.values().stream()).toList());
  }

  /// This as a part of something larger, unless it is true or false of every row.
  ///
  /// @param sql in which it takes the place of `%s`
  /// @param behind what question marks behind it stand for
  Condition in(String sql, Object... behind) {
    return isAlways() || equals(NEVER)
        ? this
        : new Condition(
            sql.formatted(this.sql), Stream.concat(values.stream(), Stream.of(behind)).toList());
  }

  Condition andNot(Condition other) {
    return and(new Condition("NOT " + other.sql, other.values));
  }

  public Condition and(Condition other) {
    return new Condition(
        "(" + sql + " AND " + other.sql + ")",
        Stream.concat(values.stream(), other.values.stream()).toList());
  }
}

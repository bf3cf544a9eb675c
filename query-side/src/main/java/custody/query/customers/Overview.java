package custody.query.customers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Any number of customers at once: where they are, and of which class. How long an answer is
/// depends on how finely one looks, not on how many there are.
final class Overview {
  private static final int MOST_CLASSES = 2000;

  private Overview() {}

  /// Customers of one grade who are near each other.
  ///
  /// @param latitude of their middle
  /// @param longitude of their middle
  /// @param grade null = none
  /// @param colour the grade's; null = none
  /// @param customer null unless it is one only
  /// @param name the customer's; null unless it is one only, or if it was erased
  record Dot(
      double latitude,
      double longitude,
      @Nullable String grade,
      @Nullable String colour,
      long count,
      @Nullable UUID customer,
      @Nullable String name) {}

  /// @param cell degrees within which customers of a grade become one dot
  static List<Dot> dots(Search search, double cell, Connection db) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                """
                SELECT avg(n.latitude), avg(n.longitude), min(n.grade), min(n.colour), count(*),
                  min(n.id::text), min(n.name)
                FROM (SELECT %s AS latitude, %s AS longitude, c.id, c.name, c.grade, c.colour,
                  c.grade_key\
                """
                    .formatted(Box.LATITUDE, Box.LONGITUDE))
            .add(search.from())
            .add(
                ") n GROUP BY floor(n.latitude / ?), floor(n.longitude / ?), n.grade_key",
                cell,
                cell);
    try (PreparedStatement query = sql.prepare(db)) {
      List<Dot> dots = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          boolean single = row.getLong(5) == 1;
          dots.add(
              new Dot(
                  row.getDouble(1),
                  row.getDouble(2),
                  row.getString(3),
                  row.getString(4),
                  row.getLong(5),
                  single ? UUID.fromString(row.getString(6)) : null,
                  single ? row.getString(7) : null));
        }
      }
      return dots;
    }
  }

  /// Customers of one grade who have the same value.
  ///
  /// @param value null = none
  /// @param grade null = none
  /// @param colour the grade's; null = none
  record ClassCount(
      @Nullable String value, @Nullable String grade, @Nullable String colour, long count) {}

  /// @param field null = by kind
  static List<ClassCount> classes(Search search, @Nullable String field, Connection db)
      throws SQLException {
    Sql value = field == null ? new Sql().add("c.kind") : new Sql().add("c.fields->>?", field);
    Sql sql =
        new Sql()
            .add("SELECT n.value, min(n.grade), min(n.colour), count(*) FROM (SELECT ")
            .add(value)
            .add(" AS value, c.grade, c.colour, c.grade_key")
            .add(search.from())
            .add(
                """
                ) n GROUP BY n.value, n.grade_key
                ORDER BY count(*) DESC, n.value, n.grade_key LIMIT %d
                """
                    .formatted(MOST_CLASSES));
    try (PreparedStatement query = sql.prepare(db)) {
      List<ClassCount> classes = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          classes.add(
              new ClassCount(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)));
        }
      }
      return classes;
    }
  }
}

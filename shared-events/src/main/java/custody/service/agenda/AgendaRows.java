package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.Id;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// How the view `agenda` is asked.
final class AgendaRows {
  private static final int PORTION = 1_000;

  private AgendaRows() {}

  /// What is made of a row.
  interface Value<T> {
    T of(ResultSet row) throws SQLException;
  }

  /// What is done with a row.
  interface Use {
    void of(ResultSet row) throws SQLException;
  }

  /// What is made of the rows of an answer, in its order. Parameters as in {@link #each}.
  static <T> List<T> list(Connection db, String sql, Value<T> value, Object... parameters)
      throws SQLException {
    List<T> values = new ArrayList<>();
    each(db, sql, row -> values.add(value.of(row)), parameters);
    return values;
  }

  /// Goes through the rows of an answer. Within a transaction only a thousand are in memory;
  /// without one the driver fetches all of them first.
  ///
  /// @param parameters ids, times, arrays of the connection's, and what JDBC knows by itself
  static void each(Connection db, String sql, Use use, Object... parameters) throws SQLException {
    try (PreparedStatement query = db.prepareStatement(sql)) {
      query.setFetchSize(PORTION);
      for (int i = 0; i < parameters.length; i++) {
        bind(query, i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          use.of(row);
        }
      }
    }
  }

  /// Goes through the customers of an answer, a thousand at once.
  ///
  /// @param parameters as in {@link #each}
  static void portions(Connection db, String sql, Holdings.Portion portion, Object... parameters)
      throws SQLException {
    List<CustomerId> customers = new ArrayList<>();
    each(
        db,
        sql,
        row -> {
          customers.add(customer(row));
          if (customers.size() == PORTION) {
            portion.use(List.copyOf(customers));
            customers.clear();
          }
        },
        parameters);
    if (!customers.isEmpty()) {
      portion.use(customers);
    }
  }

  private static void bind(PreparedStatement query, int index, Object parameter)
      throws SQLException {
    switch (parameter) {
      case Instant at -> query.setObject(index, at.atOffset(ZoneOffset.UTC));
      case Id id -> query.setObject(index, id.value());
      case Array array -> query.setArray(index, array);
      default -> query.setObject(index, parameter);
    }
  }

  static Array ids(Connection db, Collection<? extends Id> ids) throws SQLException {
    return db.createArrayOf("uuid", ids.stream().map(Id::value).toArray());
  }

  /// The first column.
  static CustomerId customer(ResultSet row) throws SQLException {
    return new CustomerId(row.getObject(1, UUID.class));
  }

  /// {@link Span#FOR_EVER} for `infinity`.
  static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at.equals(OffsetDateTime.MAX) ? Span.FOR_EVER : at.toInstant();
  }
}

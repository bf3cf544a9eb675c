package custody.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Binds one parameter after the other.
final class Parameters {
  private final Connection connection;
  private final PreparedStatement statement;
  private int index;

  Parameters(Connection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  void next(Object value) throws SQLException {
    statement.setObject(++index, value);
  }

  <T> void array(String type, List<T> values, Function<T, @Nullable String> text)
      throws SQLException {
    set(type, values.stream().map(text).toArray(String[]::new));
  }

  <T> void longs(List<T> values, ToLongFunction<T> number) throws SQLException {
    set("int8", values.stream().mapToLong(number).toArray());
  }

  <T> void ints(List<T> values, ToIntFunction<T> number) throws SQLException {
    set("int4", values.stream().mapToInt(number).toArray());
  }

  <T> void shorts(List<T> values, Function<T, Short> number) throws SQLException {
    set("int2", values.stream().map(number).toArray(Short[]::new));
  }

  void none(int sqlType) throws SQLException {
    statement.setNull(++index, sqlType);
  }

  /// @param elements an array, of primitives too
  void set(String type, Object elements) throws SQLException {
    // The driver's interface takes primitive arrays too, which the JDBC one does not.
    statement.setArray(
        ++index, connection.unwrap(PGConnection.class).createArrayOf(type, elements));
  }
}

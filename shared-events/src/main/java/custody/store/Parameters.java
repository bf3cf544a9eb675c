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
  private final PGConnection connection;
  private final PreparedStatement statement;
  private int index;

  Parameters(Connection connection, PreparedStatement statement) throws SQLException {
    // The driver's interface takes primitive arrays too, which the JDBC one does not.
    this.connection = connection.unwrap(PGConnection.class);
    this.statement = statement;
  }

  void next(Object value) throws SQLException {
    statement.setObject(++index, value);
  }

  <T> void array(String type, List<T> values, Function<T, @Nullable String> text)
      throws SQLException {
    @Nullable String[] texts = new String[values.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text.apply(values.get(i));
    }
    set(type, texts);
  }

  <T> void longs(List<T> values, ToLongFunction<T> number) throws SQLException {
    long[] numbers = new long[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number.applyAsLong(values.get(i));
    }
    set("int8", numbers);
  }

  <T> void ints(List<T> values, ToIntFunction<T> number) throws SQLException {
    int[] numbers = new int[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number.applyAsInt(values.get(i));
    }
    set("int4", numbers);
  }

  <T> void shorts(List<T> values, Function<T, Short> number) throws SQLException {
    short[] numbers = new short[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number.apply(values.get(i));
    }
    set("int2", numbers);
  }

  void none(int sqlType) throws SQLException {
    statement.setNull(++index, sqlType);
  }

  /// @param elements an array, of primitives too
  void set(String type, Object elements) throws SQLException {
    statement.setArray(++index, connection.createArrayOf(type, elements));
  }
}

package custody.query.customers;

import custody.query.Answers;
import custody.query.sight.Condition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A statement, or a part of one, that is put together with what its question marks stand for.
final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /// @param sql with a question mark for each of the values
  Sql add(String sql, Object... values) {
    text.append(sql);
    this.values.addAll(Arrays.asList(values));
    return this;
  }

  Sql add(Condition condition) {
    text.append(condition.sql());
    values.addAll(condition.values());
    return this;
  }

  Sql add(Sql part) {
    text.append(part.text);
    values.addAll(part.values);
    return this;
  }

  /// With all values bound.
  PreparedStatement prepare(Connection db) throws SQLException {
    PreparedStatement statement = db.prepareStatement(text.toString());
    Answers.bind(statement, 1, values);
    return statement;
  }
}

package custody.store;

import java.sql.PreparedStatement;

/// Writes an answer by itself: there is no append whose round trip it could share.
final class PostgresAnswers implements Answers {
  private static final String KEEP =
      """
      INSERT INTO custody.answer (key, request, receipt)
      VALUES (decode(?, 'hex'), decode(?, 'hex'), ?) ON CONFLICT (key) DO NOTHING
      """;

  private final EventRows database;

  PostgresAnswers(EventRows database) {
    this.database = database;
  }

  @Override
  public boolean keep(Answer answer) {
    return database.on(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
            statement.setString(1, answer.key());
            statement.setString(2, answer.request());
            statement.setString(3, answer.receipt());
            return statement.executeUpdate() == 1;
          }
        });
  }
}

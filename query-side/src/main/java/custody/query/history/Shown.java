package custody.query.history;

import custody.query.Answers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// How far the view has come, asked for once in a while instead of with each look, of which it is a
/// third. The view shows everything up to there from then on, be it by a rebuilt copy, so an answer
/// whose rows are read later may say so, too.
final class Shown {
  /// How old the position may be that an answer names.
  private static final Duration FRESH = Duration.ofMillis(100);

  private final DataSource database;
  private volatile Known known = new Known(0, System.nanoTime() - FRESH.toNanos());

  /// @param at {@link System#nanoTime} before that was asked for
  private record Known(long position, long at) {}

  Shown(DataSource database) {
    this.database = database;
  }

  /// To be asked for before the rows are read.
  long position() throws SQLException {
    Known before = known;
    long now = System.nanoTime();
    if (now - before.at < FRESH.toNanos()) {
      return before.position;
    }
    try (Connection db = database.getConnection()) {
      long position = Answers.position(db, "history");
      known = new Known(position, now);
      return position;
    }
  }
}

package custody.query.projection;

import custody.contract.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Counts the events of each stream.
final class TallyView implements View {
  private final String name;
  private final int version;

  /// Called before each batch.
  volatile Consumer<List<Recorded>> before = _ -> {};

  /// How often the plan of what this view writes was used, as PostgreSQL counts it for the session.
  volatile long planUsed;

  TallyView(String name, int version) {
    this.name = name;
    this.version = version;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public void apply(List<Recorded> batch, Connection db) throws SQLException {
    before.accept(batch);
    try (PreparedStatement statement =
        db.prepareStatement(
            """
            INSERT INTO view_%s.tally (stream, events)
            SELECT stream, count(*) FROM unnest(?) AS b (stream) GROUP BY stream
            ON CONFLICT (stream) DO UPDATE SET events = tally.events + excluded.events
            """
                .formatted(name))) {
      statement.setArray(
          1, db.createArrayOf("uuid", batch.stream().map(Recorded::stream).toArray()));
      statement.executeUpdate();
    }
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT coalesce(max(generic_plans + custom_plans), 0) FROM pg_prepared_statements"
                + " WHERE statement LIKE ?")) {
      query.setString(1, "INSERT INTO view_" + name + ".%");
      try (ResultSet row = query.executeQuery()) {
        row.next();
        planUsed = row.getLong(1);
      }
    }
  }

  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) {
    return 0;
  }
}

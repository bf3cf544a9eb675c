package custody.query.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of positions, one row per view.
final class Positions {
  private Positions() {}

  /// @param version of the view's code that wrote its tables
  /// @param position of the last event applied; 0 = none
  /// @param recordedAt of that event, UTC; null = none
  record Position(int version, long position, @Nullable Instant recordedAt) {}

  static Map<String, Position> read(Connection db) throws SQLException {
    Map<String, Position> positions = new HashMap<>();
    try (Statement statement = db.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT view, version, position, recorded_at FROM custody.view_position")) {
      while (rows.next()) {
        OffsetDateTime recordedAt = rows.getObject(4, OffsetDateTime.class);
        positions.put(
            rows.getString(1),
            new Position(
                rows.getInt(2),
                rows.getLong(3),
                recordedAt == null ? null : recordedAt.toInstant()));
      }
    }
    return positions;
  }

  /// All these views have now applied everything up to the position.
  static void write(
      Connection db, Collection<View> views, long position, @Nullable Instant recordedAt)
      throws SQLException {
    try (PreparedStatement statement =
        db.prepareStatement(
            """
            INSERT INTO custody.view_position (view, version, position, recorded_at, updated_at)
            SELECT view, version, ?, ?, now() FROM unnest(?, ?) AS v (view, version)
            ON CONFLICT (view) DO UPDATE SET version = excluded.version,
              position = excluded.position, recorded_at = excluded.recorded_at, updated_at = now()
            """)) {
      statement.setLong(1, position);
      statement.setObject(2, recordedAt == null ? null : recordedAt.atOffset(ZoneOffset.UTC));
      statement.setArray(
          3, db.createArrayOf("text", views.stream().map(View::name).toArray(String[]::new)));
      statement.setArray(
          4, db.createArrayOf("int4", views.stream().map(View::version).toArray(Integer[]::new)));
      statement.executeUpdate();
    }
  }
}

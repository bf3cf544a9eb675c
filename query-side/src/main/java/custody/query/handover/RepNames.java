package custody.query.handover;

import custody.contract.RepId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// What reps are called, as they said when they joined last.
final class RepNames {
  private final Map<UUID, String> names = new HashMap<>();

  RepNames(Connection db, Collection<RepId> reps) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT DISTINCT ON (rep) rep, payload::json->'name' FROM view_reps.fact
            WHERE rep = ANY (?) AND name = 'rep.joined'
            ORDER BY rep, effective_at DESC, position DESC
            """)) {
      query.setArray(1, db.createArrayOf("uuid", reps.stream().map(RepId::value).toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String json = row.getString(2);
          if (json != null && json.startsWith("\"")) {
            names.put(
                row.getObject(1, UUID.class),
                tools.jackson.databind.json.JsonMapper.shared().readTree(json).stringValue());
          }
        }
      }
    }
  }

  /// The name; the id if it is not known, or was erased.
  String of(RepId rep) {
    return names.getOrDefault(rep.value(), rep.toString());
  }
}

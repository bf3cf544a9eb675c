package custody.query.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import custody.service.Access;
import custody.service.agenda.AgendaReader;
import custody.service.agenda.Tenures.Post;
import custody.service.agenda.Tenures.RepFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whose agenda is asked for, as far as the caller may see it.
final class People {
  private People() {}

  /// The reps meant: the one named, those of the team named, else the caller, else everybody the
  /// caller answers for. Those whom the caller has no say over are left out.
  static List<RepFacts> reps(
      Connection db, Sight sight, @Nullable RepId rep, @Nullable String team, Instant now)
      throws SQLException {
    Access access = sight.caller().access();
    RepId self = access.rep();
    RepId only = rep == null && team == null && access.teams().isEmpty() ? self : rep;
    List<RepFacts> reps = new ArrayList<>();
    for (RepFacts it : AgendaReader.reps(db, only)) {
      Post post = it.postAt(now);
      if (post != null
          && (team == null || team.equals(post.team()))
          && (access.isOver(post.team()) || it.rep().equals(self))) {
        reps.add(it);
      }
    }
    return reps;
  }

  /// Those of these customers whom the caller sees with everything.
  static List<CustomerId> seen(Connection db, Sight sight, Collection<CustomerId> customers)
      throws SQLException {
    Condition open = sight.open("c.id");
    if (open.isAlways()) {
      return List.copyOf(customers);
    }
    List<CustomerId> seen = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT c.id FROM unnest(?) c (id) WHERE " + open.sql() + " ORDER BY c.id")) {
      query.setArray(
          1, db.createArrayOf("uuid", customers.stream().map(CustomerId::value).toArray()));
      open.bind(query, 2);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          seen.add(new CustomerId(row.getObject(1, UUID.class)));
        }
      }
    }
    return seen;
  }
}

package custody.query.audit;

import custody.query.Answers;
import custody.wire.ContractJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Who held a territory over time: each rep's own facts, folded in effective order.
final class Territories {
  private Territories() {}

  /// @param to exclusive; null = no end
  record Held(UUID rep, String team, Instant from, @Nullable Instant to) {}

  /// In the order of time.
  static List<Held> of(Connection db, String territory, Instant knownAt) throws SQLException {
    List<Held> held = new ArrayList<>();
    try (PreparedStatement query =
        Answers.streaming(
            db,
            """
            SELECT rep, effective_at, name, payload FROM view_reps.fact
            WHERE recorded_at <= ? ORDER BY rep, effective_at, position
            """)) {
      Answers.set(query, 1, knownAt);
      try (ResultSet row = query.executeQuery()) {
        Fold fold = null;
        while (row.next()) {
          UUID rep = row.getObject(1, UUID.class);
          if (fold == null || !fold.rep.equals(rep)) {
            if (fold != null) {
              fold.end(held);
            }
            fold = new Fold(rep, territory);
          }
          fold.next(
              row.getObject(2, OffsetDateTime.class).toInstant(),
              row.getString(3),
              row.getString(4),
              held);
        }
        if (fold != null) {
          fold.end(held);
        }
      }
    }
    held.sort(Comparator.comparing(Held::from).thenComparing(it -> it.rep().toString()));
    return held;
  }

  private static final class Fold {
    private final UUID rep;
    private final String wanted;
    private boolean active;
    private String team = "";
    private String territory = "";
    private @Nullable Instant since;
    private String teamSince = "";

    Fold(UUID rep, String wanted) {
      this.rep = rep;
      this.wanted = wanted;
    }

    void next(Instant at, String name, String payload, List<Held> held) {
      switch (name) {
        case "rep.joined" -> {
          active = true;
          post(payload);
        }
        case "rep.moved" -> post(payload);
        case "rep.left" -> active = false;
        default -> {} // does not say where the rep is
      }
      boolean holds = active && territory.equals(wanted);
      Instant begun = since;
      if (begun != null && (!holds || !team.equals(teamSince))) {
        add(begun, at, held);
        since = null;
      }
      if (holds && since == null) {
        since = at;
        teamSince = team;
      }
    }

    private void post(String payload) {
      JsonNode json = ContractJson.plain().readTree(payload);
      team = json.path("team").asString("");
      territory = json.path("territory").asString("");
    }

    /// Facts at the same moment hide each other, the last of them counts.
    private void add(Instant from, @Nullable Instant to, List<Held> held) {
      if (!from.equals(to)) {
        held.add(new Held(rep, teamSince, from, to));
      }
    }

    void end(List<Held> held) {
      if (since != null) {
        add(since, null, held);
      }
    }
  }
}

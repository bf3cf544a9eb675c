package custody.service.agenda;

import static custody.service.agenda.AgendaRows.instant;
import static custody.service.agenda.AgendaRows.list;

import custody.contract.Actor;
import custody.contract.HandoverId;
import custody.contract.RepId;
import custody.contract.Rule.PoolLimits;
import custody.contract.RuleEvent.RuleSet;
import custody.contract.RuleId;
import custody.service.agenda.Tenures.Post;
import custody.service.agenda.Tenures.RepFacts;
import custody.wire.ContractJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the view `agenda`, which the query side keeps: rules, reps and cases here, customers in
/// {@link Holdings}, {@link FactsReader} and {@link Commitments}. They stand here because both
/// sides judge by them: the query side for lists, the command side for what rules do by themselves.
/// What a rule does is sent with the customer's version read here, so that an agenda behind the
/// facts never acts on them.
///
/// All methods read within the transaction of the connection given.
public final class AgendaReader {
  private AgendaReader() {}

  /// The position the agenda has reached in this snapshot; 0 if it is not there yet.
  public static long position(Connection db) throws SQLException {
    return list(
            db,
            "SELECT position FROM custody.view_position WHERE view = 'agenda'",
            row -> row.getLong(1))
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /// Every rule there ever was, as it reads when, in the order of their ids.
  public static List<RuleTimeline> rules(Connection db) throws SQLException {
    Map<RuleId, List<Span<RuleVersion>>> rules = new LinkedHashMap<>();
    AgendaRows.each(
        db,
        """
        SELECT rule, version, payload, effective_at,
          lead(effective_at, 1, 'infinity')
            OVER (PARTITION BY rule ORDER BY effective_at, position)
        FROM view_agenda.rule ORDER BY rule, effective_at, position
        """,
        row -> {
          RuleId id = new RuleId(row.getObject(1, UUID.class));
          List<Span<RuleVersion>> spans = rules.computeIfAbsent(id, _ -> new ArrayList<>());
          String payload = row.getString(3);
          Instant from = instant(row, 4);
          Instant to = instant(row, 5);
          if (payload != null && from.isBefore(to)) {
            RuleSet set = ContractJson.plain().readValue(payload, RuleSet.class);
            spans.add(
                new Span<>(from, to, new RuleVersion(id, row.getLong(2), set.name(), set.rule())));
          }
        });
    List<RuleTimeline> timelines = new ArrayList<>();
    rules.forEach((id, spans) -> timelines.add(new RuleTimeline(id, spans)));
    return timelines;
  }

  /// The rules about limits of pools that hold at the time; none before there is an agenda.
  public static List<PoolLimits> limits(Connection db, Instant at) throws SQLException {
    boolean there =
        list(db, "SELECT to_regclass('view_agenda.rule') IS NOT NULL", row -> row.getBoolean(1))
            .getFirst();
    return there ? Limits.holding(rules(db), at) : List.of();
  }

  /// A handover case that waits for a second person.
  ///
  /// @param names of those whose customers move, as far as they are known
  public record Waiting(
      HandoverId handover, List<RepId> from, List<String> names, Actor plannedBy) {}

  /// The cases that wait for an approval, the first opened first.
  public static List<Waiting> waiting(Connection db) throws SQLException {
    return list(
        db,
        """
        SELECT c.handover, c.from_reps, c.planned_by, ARRAY(
          SELECT DISTINCT p.name FROM view_agenda.post p
          WHERE p.stream = ANY (c.from_reps) AND p.name IS NOT NULL ORDER BY 1)
        FROM view_agenda.handover c WHERE c.status = 'planned' ORDER BY c.handover
        """,
        row ->
            new Waiting(
                new HandoverId(row.getObject(1, UUID.class)),
                Arrays.stream((UUID[]) row.getArray(2).getArray()).map(RepId::new).toList(),
                List.of((String[]) row.getArray(4).getArray()),
                Actor.parse(row.getString(3))));
  }

  /// Reps and their posts, in the order of their ids.
  ///
  /// @param only this one; null = all
  public static List<RepFacts> reps(Connection db, @Nullable RepId only) throws SQLException {
    Map<UUID, List<Span<Post>>> posts = new LinkedHashMap<>();
    Map<UUID, String> names = new HashMap<>();
    Set<UUID> inHandover = new HashSet<>();
    AgendaRows.each(
        db,
        "SELECT stream, valid_from, valid_to, team, territory, name, EXISTS (SELECT FROM"
            + " view_agenda.handover c WHERE stream = ANY (c.from_reps) AND c.status IN"
            + " ('open', 'planned', 'approved', 'running')) FROM view_agenda.post"
            + (only == null ? "" : " WHERE stream = ?")
            + " ORDER BY stream, valid_from",
        row -> {
          UUID rep = row.getObject(1, UUID.class);
          posts
              .computeIfAbsent(rep, _ -> new ArrayList<>())
              .add(
                  new Span<>(
                      instant(row, 2),
                      instant(row, 3),
                      new Post(row.getString(4), row.getString(5))));
          if (row.getBoolean(7)) {
            inHandover.add(rep);
          }
          String name = row.getString(6);
          if (name != null) {
            names.put(rep, name);
          }
        },
        only == null ? new Object[0] : new Object[] {only});
    List<RepFacts> reps = new ArrayList<>();
    posts.forEach(
        (rep, spans) ->
            reps.add(
                new RepFacts(new RepId(rep), names.get(rep), spans, inHandover.contains(rep))));
    return reps;
  }
}

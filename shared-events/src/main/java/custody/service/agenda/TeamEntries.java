package custody.service.agenda;

import custody.contract.RepId;
import custody.contract.Rule;
import custody.service.agenda.AgendaReader.Waiting;
import custody.service.agenda.Alerts.Alert;
import custody.service.agenda.Commitments.Late;
import custody.service.agenda.Entry.Kind;
import custody.service.agenda.Tenures.Post;
import custody.service.agenda.Tenures.RepFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a manager has to know of the team: one entry for each rep and sort of thing, however many
/// customers it is about, because a list of them is what `GET /api/due` is for.
final class TeamEntries {
  private final Map<RepId, Map<Kind, Sum>> sums = new LinkedHashMap<>();

  private TeamEntries() {}

  /// @param first the earliest day
  private record Sum(LocalDate first, long count) {
    Sum and(Sum other) {
      return new Sum(other.first.isBefore(first) ? other.first : first, count + other.count);
    }
  }

  static void add(
      Entries into,
      Connection db,
      Person manager,
      List<RuleTimeline> rules,
      Instant now,
      Days days,
      Judge judge)
      throws SQLException {
    Map<RepId, RepFacts> team = team(db, manager, now);
    LocalDate today = days.of(now);
    TeamEntries it = new TeamEntries();
    for (RepFacts rep : team.values()) {
      for (RuleTimeline rule : rules) {
        Effect effect = Effect.of(rule, rep, now, days);
        if (effect != null) {
          into.add(effect, rep.rep(), rep.name());
        }
      }
    }
    Holdings.ownedBy(
        db, team.keySet(), now, owned -> judge.effects(db, owned, rules, now).forEach(it::count));
    for (Late late : Commitments.lateSteps(db, team.keySet(), today, now)) {
      it.count(late.rep(), Kind.TEAM_OVERDUE, new Sum(late.first(), late.count()));
    }
    it.sums.forEach(
        (rep, kinds) ->
            kinds.forEach(
                (kind, sum) -> into.add(kind, rep, name(team, rep), sum.first(), sum.count())));
    for (Waiting waiting : AgendaReader.waiting(db)) {
      // Whoever planned it, or hands over by it, cannot approve it.
      if (team.keySet().containsAll(waiting.from())
          && !waiting.plannedBy().equals(manager.account())) {
        into.add(waiting);
      }
    }
    for (Alert alert : Alerts.about(db, team.keySet(), today)) {
      into.add(alert, name(team, alert.rep()));
    }
  }

  private static @Nullable String name(Map<RepId, RepFacts> team, RepId rep) {
    RepFacts facts = team.get(rep);
    return facts == null ? null : facts.name();
  }

  /// The reps whose last team so far is one the manager answers for: whoever has left may have
  /// customers still.
  private static Map<RepId, RepFacts> team(Connection db, Person manager, Instant now)
      throws SQLException {
    Map<RepId, RepFacts> team = new LinkedHashMap<>();
    for (RepFacts rep : AgendaReader.reps(db, null)) {
      Post post = null;
      for (Span<Post> span : rep.posts()) {
        post = span.from().isAfter(now) ? post : span.value();
      }
      if (post != null
          && manager.access().isOver(post.team())
          && !rep.rep().equals(manager.rep())) {
        team.put(rep.rep(), rep);
      }
    }
    return team;
  }

  private void count(Effect effect) {
    if (effect.what() != Effect.What.DUE) {
      count(
          effect.rep(),
          switch (effect.rule().rule()) {
            case Rule.Cadence _, Rule.FirstContact _ -> Kind.TEAM_OVERDUE;
            case Rule.Recycling _ -> Kind.TEAM_RECYCLING;
            case Rule.Tenure _ -> Kind.TEAM_TENURE;
            case Rule.PoolLimits _ -> throw Effect.none();
          },
          new Sum(effect.on(), 1));
    }
  }

  private void count(RepId rep, Kind kind, Sum sum) {
    sums.computeIfAbsent(rep, _ -> new EnumMap<>(Kind.class)).merge(kind, sum, Sum::and);
  }
}

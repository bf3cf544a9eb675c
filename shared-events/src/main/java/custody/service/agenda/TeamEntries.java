package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.service.agenda.AgendaReader.Step;
import custody.service.agenda.AgendaReader.Waiting;
import custody.service.agenda.Alerts.Alert;
import custody.service.agenda.Entry.Kind;
import custody.service.agenda.Tenures.Post;
import custody.service.agenda.Tenures.RepFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a manager has to know of the team: one entry for each rep and sort of thing, however many
/// customers it is about, because a list of them is what `GET /api/due` is for.
final class TeamEntries {
  private static final int PAGE = 1000;

  private final Connection db;
  private final List<RuleTimeline> rules;
  private final Instant now;
  private final Days days;
  private final LocalDate today;
  private final Map<RepId, Map<Kind, Sum>> sums = new LinkedHashMap<>();

  private TeamEntries(Connection db, List<RuleTimeline> rules, Instant now, Days days) {
    this.db = db;
    this.rules = rules;
    this.now = now;
    this.days = days;
    this.today = days.of(now);
  }

  /// @param first the earliest day
  private record Sum(LocalDate first, long count) {
    Sum and(LocalDate on) {
      return new Sum(on.isBefore(first) ? on : first, count + 1);
    }
  }

  static void add(
      Entries into, Connection db, Person manager, List<RuleTimeline> rules, Instant now, Days days)
      throws SQLException {
    Map<RepId, RepFacts> team = team(db, manager, now);
    TeamEntries it = new TeamEntries(db, rules, now, days);
    for (RepFacts rep : team.values()) {
      for (RuleTimeline rule : rules) {
        Effect effect = Effect.of(rule, rep, now, days);
        if (effect != null) {
          into.add(effect, rep.rep(), rep.name());
        }
      }
    }
    List<CustomerId> customers = AgendaReader.ownedBy(db, team.keySet(), now);
    for (int from = 0; from < customers.size(); from += PAGE) {
      it.count(customers.subList(from, Math.min(customers.size(), from + PAGE)));
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
    for (Alert alert : Alerts.about(db, team.keySet(), it.today)) {
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

  private void count(List<CustomerId> customers) throws SQLException {
    Map<CustomerId, RepId> owners = new HashMap<>();
    for (CustomerFacts facts : AgendaReader.facts(db, customers, now)) {
      RepId owner = facts.ownerAt(now);
      if (owner == null) {
        continue;
      }
      owners.put(facts.customer(), owner);
      for (RuleTimeline rule : rules) {
        Effect effect = Effect.of(rule, facts, now, days);
        if (effect != null && effect.what() != Effect.What.DUE) {
          count(
              owner,
              switch (effect.rule().rule()) {
                case Rule.Cadence _, Rule.FirstContact _ -> Kind.TEAM_OVERDUE;
                case Rule.Recycling _ -> Kind.TEAM_RECYCLING;
                case Rule.Tenure _ -> Kind.TEAM_TENURE;
                case Rule.PoolLimits _ -> throw Effect.none();
              },
              effect.on());
        }
      }
    }
    for (Step step : AgendaReader.openSteps(db, customers, now)) {
      RepId owner = owners.get(step.customer());
      if (owner != null && step.due() != null && step.due().isBefore(today)) {
        count(owner, Kind.TEAM_OVERDUE, step.due());
      }
    }
  }

  private void count(RepId rep, Kind kind, LocalDate on) {
    sums.computeIfAbsent(rep, _ -> new EnumMap<>(Kind.class))
        .merge(kind, new Sum(on, 1), (before, _) -> before.and(on));
  }
}

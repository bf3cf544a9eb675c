package custody.query.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.query.Answers;
import custody.query.sight.Sight;
import custody.service.CompanyProperties;
import custody.service.Cursors;
import custody.service.Problem;
import custody.service.agenda.AgendaReader;
import custody.service.agenda.Cadences;
import custody.service.agenda.Cadences.Outcome;
import custody.service.agenda.Cadences.Period;
import custody.service.agenda.CustomerFacts;
import custody.service.agenda.Days;
import custody.service.agenda.Effect;
import custody.service.agenda.Effect.What;
import custody.service.agenda.FactsReader;
import custody.service.agenda.Holdings;
import custody.service.agenda.Recyclings.Because;
import custody.service.agenda.RuleTimeline;
import custody.service.agenda.Tenures.RepFacts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What rules demand of reps and teams, and how far it was met.
@RestController
@Tag(name = "rules")
class DueController {
  private static final int PAGE = 100;
  private static final int LONGEST_DAYS = 1100;

  private final DataSource database;
  private final Cursors cursors;
  private final Clock clock;
  private final Days days;
  private final Judged judged;

  DueController(
      DataSource database, Cursors cursors, Clock clock, CompanyProperties company, Judged judged) {
    this.database = database;
    this.cursors = cursors;
    this.clock = clock;
    this.days = new Days(company.zone());
    this.judged = judged;
  }

  /// @param position of the last event this answer knows
  /// @param counts of all that is due, by kind of rule and effect, whichever are asked for
  /// @param reps the same by rep, those of whom something is due
  /// @param due in the order of days
  /// @param next the cursor of the next page; null if this is the last
  record Answer(
      Instant asOf,
      LocalDate today,
      long position,
      Map<String, Long> counts,
      List<Owes> reps,
      List<Line> due,
      @Nullable String next) {}

  record Owes(RepId rep, Map<String, Long> counts) {}

  /// @param kind of the rule
  /// @param effect due, overdue, warned, recycled (as soon as rules act) or over
  /// @param on the last day in time, or the first day on which it is taken back or over
  /// @param because why a customer goes back
  /// @param pool where it goes
  /// @param handover what to send to hand over what is held too long
  record Line(
      String kind,
      String effect,
      LocalDate on,
      @Nullable CustomerId customer,
      @Nullable String name,
      RepId rep,
      RuleId rule,
      long ruleVersion,
      @Nullable Because because,
      @Nullable String pool,
      @Nullable Handover handover) {}

  /// A request that opens the handover case of a rotation.
  record Handover(String method, String path, Map<String, Object> body) {}

  @Operation(
      summary = "What is due and overdue by rule, for a rep or a team",
      description =
          "Contacts by cadence, first contacts, customers about to be taken back, tenures about to"
              + " end. kind = cadence, first-contact, recycling or tenure, effect = due, overdue,"
              + " warned, recycled or over; without them, all. The first page says as of when the"
              + " others are.")
  @GetMapping("/api/due")
  Answer due(
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String effect,
      @RequestParam(required = false) @Nullable RepId rep,
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    int size = Answers.limit(limit, PAGE);
    String list = "due " + kind + "|" + effect + "|" + rep + "|" + team;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    Instant now = last.isEmpty() ? clock.instant() : Instant.parse(last.getLast());
    return Answers.snapshot(
        database,
        db -> {
          List<RuleTimeline> rules = AgendaReader.rules(db);
          List<RepFacts> reps = People.reps(db, sight, rep, team, now);
          Dues dues = new Dues(kind, effect, last.subList(0, Math.max(0, last.size() - 1)), size);
          Holdings.ownedBy(
              db,
              reps.stream().map(RepFacts::rep).toList(),
              now,
              owned ->
                  judged.effects(db, People.seen(db, sight, owned), rules, now).forEach(dues::add));
          for (RepFacts facts : reps) {
            for (RuleTimeline rule : rules) {
              Effect it = Effect.of(rule, facts, now, days);
              if (it != null) {
                dues.add(it);
              }
            }
          }
          List<Effect> page = dues.page();
          List<CustomerId> listed =
              page.stream().map(Effect::customer).filter(Objects::nonNull).toList();
          Map<CustomerId, String> names = FactsReader.names(db, listed, now);
          sight.listed(listed.stream().map(CustomerId::value).toList());
          return new Answer(
              now,
              days.of(now),
              AgendaReader.position(db),
              dues.counts(),
              dues.reps(),
              page.stream()
                  .map(it -> line(it, it.customer() == null ? null : names.get(it.customer())))
                  .toList(),
              page.size() < size ? null : cursors.write(list, place(page.getLast(), now)));
        });
  }

  private static List<String> place(Effect last, Instant now) {
    List<String> place = new ArrayList<>(Dues.place(last));
    place.add(now.toString());
    return place;
  }

  private static Line line(Effect effect, @Nullable String name) {
    boolean rotation = effect.rule().rule() instanceof Rule.Tenure;
    return new Line(
        Dues.kindOf(effect.rule().rule()),
        Dues.word(effect),
        effect.on(),
        effect.customer(),
        name,
        effect.rep(),
        effect.rule().id(),
        effect.rule().version(),
        effect.because(),
        effect.pool(),
        rotation && effect.what() != What.DUE ? handover(effect) : null);
  }

  private static Handover handover(Effect effect) {
    return new Handover(
        "POST",
        "/api/handovers",
        Map.of(
            "cause",
            "rotation",
            "from",
            List.of(effect.rep()),
            "reason",
            effect.rule().name() + ", over on " + effect.on()));
  }

  /// @param position of the last event this answer knows
  /// @param periods in the order of time
  /// @param reps the whole time, by rep
  record Kept(
      LocalDate from,
      LocalDate to,
      long position,
      Tally total,
      List<Part> periods,
      List<Share> reps) {}

  /// @param from the first day of the week or month, or the day
  record Part(LocalDate from, Tally tally) {}

  record Share(RepId rep, Tally tally) {}

  /// How the demands that ended in a time were met.
  ///
  /// @param kept on the day, or within the days, demanded
  /// @param late before the next demand
  /// @param missed not at all
  /// @param rate kept of all; null if there were none
  record Tally(long kept, long late, long missed, @Nullable Double rate) {}

  @Operation(
      summary = "How far the cadence was kept over time, by a rep or a team",
      description =
          "Counts demands that ended between from and to (days, both inclusive; the last 12 weeks"
              + " without them), for whoever owned the customer then. by = day, week or month.")
  @GetMapping("/api/due/kept")
  Kept kept(
      @RequestParam(required = false) @Nullable RepId rep,
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate to,
      @RequestParam(required = false) @Nullable String by,
      Sight sight) {
    Instant now = clock.instant();
    LocalDate last = to == null ? days.of(now).minusDays(1) : to;
    LocalDate first = from == null ? last.minusWeeks(12).plusDays(1) : from;
    if (first.isAfter(last) || ChronoUnit.DAYS.between(first, last) > LONGEST_DAYS) {
      throw new Problem(
          400,
          "period-invalid",
          "from must not lie behind to, and not more than " + LONGEST_DAYS + " days before it.");
    }
    String step = by == null ? "week" : by;
    return Answers.snapshot(
        database,
        db -> {
          List<RuleTimeline> rules =
              AgendaReader.rules(db).stream()
                  .filter(rule -> Dues.kindOf(rule).equals("cadence"))
                  .toList();
          List<RepFacts> reps = People.reps(db, sight, rep, team, now);
          List<RepId> ids = reps.stream().map(RepFacts::rep).toList();
          Map<LocalDate, Map<Outcome, Long>> parts = new TreeMap<>();
          Map<RepId, Map<Outcome, Long>> shares = new HashMap<>();
          Map<Outcome, Long> total = new EnumMap<>(Outcome.class);
          // A period that ends in the time may have begun long before it.
          Instant since = days.start(first).minus(longest(rules));
          Holdings.ownedBetween(
              db,
              ids,
              days.start(first),
              days.start(last.plusDays(1)),
              owned -> {
                for (CustomerFacts facts : FactsReader.history(db, owned, since, now)) {
                  for (RuleTimeline rule : rules) {
                    for (Period period : Cadences.periods(rule, facts, first, last, now, days)) {
                      if (ids.contains(period.rep())) {
                        count(total, period);
                        count(
                            parts.computeIfAbsent(
                                begin(period.to(), step), _ -> new EnumMap<>(Outcome.class)),
                            period);
                        count(
                            shares.computeIfAbsent(period.rep(), _ -> new EnumMap<>(Outcome.class)),
                            period);
                      }
                    }
                  }
                }
              });
          return new Kept(
              first,
              last,
              AgendaReader.position(db),
              tally(total),
              parts.entrySet().stream()
                  .map(part -> new Part(part.getKey(), tally(part.getValue())))
                  .toList(),
              shares.entrySet().stream()
                  .map(share -> new Share(share.getKey(), tally(share.getValue())))
                  .sorted(Comparator.comparing(share -> share.rep().value()))
                  .toList());
        });
  }

  private static Duration longest(List<RuleTimeline> rules) {
    int longest = 8;
    for (RuleTimeline rule : rules) {
      for (var span : rule.spans()) {
        if (span.value().rule()
            instanceof Rule.Cadence(var _, Rule.Rhythm.EveryDays(int every), var _)) {
          longest = Math.max(longest, every + 1);
        }
      }
    }
    return Duration.ofDays(longest);
  }

  private static LocalDate begin(LocalDate day, String step) {
    return switch (step) {
      case "day" -> day;
      case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case "month" -> day.withDayOfMonth(1);
      default -> throw new Problem(400, "by-unknown", "by must be one of day, week, month.");
    };
  }

  private static void count(Map<Outcome, Long> counts, Period period) {
    counts.merge(period.outcome(), 1L, Long::sum);
  }

  private static Tally tally(Map<Outcome, Long> counts) {
    long kept = counts.getOrDefault(Outcome.KEPT, 0L);
    long late = counts.getOrDefault(Outcome.LATE, 0L);
    long missed = counts.getOrDefault(Outcome.MISSED, 0L);
    long all = kept + late + missed;
    return new Tally(kept, late, missed, all == 0 ? null : (double) kept / all);
  }
}

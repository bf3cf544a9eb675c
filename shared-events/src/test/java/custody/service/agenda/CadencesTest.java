package custody.service.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.contract.Rule.Cadence;
import custody.contract.Rule.Rhythm;
import custody.contract.Seed;
import custody.service.agenda.Cadences.Outcome;
import custody.service.agenda.Cadences.Period;
import custody.service.agenda.CustomerFacts.Contact;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CadencesTest {
  private static final Days SHANGHAI = new Days(ZoneId.of("Asia/Shanghai"));
  private static final Rule ONE_FOUR_SEVEN =
      new Cadence(
          List.of("A"),
          new Rhythm.Weekdays(List.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY, DayOfWeek.SUNDAY)),
          List.of());
  // A Monday.
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

  private static CustomerFacts owned(Contact... contacts) {
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    return new CustomerFacts(
        new CustomerId(new UUID(2, 2)),
        1,
        null,
        List.of(new Span<>(from, Span.FOR_EVER, new Holder.Owner(Made.REPS.getFirst()))),
        List.of(new Span<>(from, Span.FOR_EVER, "A")),
        List.of(contacts),
        List.of(),
        false);
  }

  private static Contact contact(LocalDate day, Medium medium) {
    return new Contact(SHANGHAI.start(day).plusSeconds(36_000), medium, null);
  }

  private static LocalDate next(Rule rule, LocalDate today, Contact... contacts) {
    Due due =
        Cadences.next(
            RuleTimeline.supposed(Made.RULE, "r", rule),
            owned(contacts),
            SHANGHAI.start(today).plusSeconds(50_000),
            SHANGHAI);
    return Objects.requireNonNull(due).on();
  }

  @Test
  void oneFourSevenIsMondayThursdaySunday() {
    Contact saturday = contact(MONDAY.minusDays(2), Medium.CALL);
    Contact sunday = contact(MONDAY.minusDays(1), Medium.CALL);
    assertThat(next(ONE_FOUR_SEVEN, MONDAY, saturday)).isEqualTo(MONDAY.minusDays(1));
    assertThat(next(ONE_FOUR_SEVEN, MONDAY, sunday)).isEqualTo(MONDAY);
    assertThat(next(ONE_FOUR_SEVEN, MONDAY, contact(MONDAY, Medium.CALL)))
        .isEqualTo(MONDAY.plusDays(3));
    assertThat(next(ONE_FOUR_SEVEN, MONDAY.plusDays(1), sunday)).isEqualTo(MONDAY);
  }

  @Test
  void onlyAContactOfTheRequiredKindCounts() {
    Rule visits = new Cadence(List.of("A"), new Rhythm.EveryDays(10), List.of(Medium.VISIT));
    assertThat(
            next(
                visits,
                MONDAY,
                contact(MONDAY.minusDays(9), Medium.VISIT),
                contact(MONDAY.minusDays(1), Medium.CALL)))
        .isEqualTo(MONDAY.plusDays(1));
  }

  @Test
  void aContactJustBeforeMidnightIsOfTheDayThatEnds() {
    Contact late =
        new Contact(SHANGHAI.start(MONDAY.plusDays(1)).minusNanos(1000), Medium.CALL, null);
    Contact early = new Contact(SHANGHAI.start(MONDAY.plusDays(1)), Medium.CALL, null);
    Rule daily = new Cadence(List.of(), new Rhythm.EveryDays(1), List.of());
    assertThat(next(daily, MONDAY.plusDays(1), late)).isEqualTo(MONDAY.plusDays(1));
    assertThat(next(daily, MONDAY.plusDays(1), early)).isEqualTo(MONDAY.plusDays(2));
  }

  @Test
  void aContactThatLiesAheadOfAClockPutBackDoesNotCountYet() {
    Rule weekly = new Cadence(List.of(), new Rhythm.EveryDays(7), List.of());
    assertThat(next(weekly, MONDAY, contact(MONDAY.plusDays(1), Medium.CALL))).isBefore(MONDAY);
  }

  @Test
  void whatFallsDueNextIsWhatCountingDayByDaySays() {
    each(
        (made, now, days, says) -> {
          RuleTimeline rule = made.rule(says.rules());
          CustomerFacts facts = made.facts();
          Due due = Cadences.next(rule, facts, now, days);
          assertThat(due == null ? null : due.on())
              .as("%s %s %s now %s %s", says.label(), rule, facts, now, days)
              .isEqualTo(naiveNext(rule, facts, now, days));
        });
  }

  private static @Nullable LocalDate naiveNext(
      RuleTimeline rule, CustomerFacts facts, Instant now, Days days) {
    LocalDate today = days.of(now);
    if (facts.ownerAt(now) == null || concerning(rule, facts, today, days) == null) {
      return null;
    }
    LocalDate begin = today;
    while (concerning(rule, facts, begin.minusDays(1), days) != null) {
      begin = begin.minusDays(1);
    }
    RuleVersion version = concerning(rule, facts, today, days);
    Cadence cadence = (Cadence) (version == null ? ONE_FOUR_SEVEN : version.rule());
    LocalDate open = begin;
    boolean met = false;
    for (LocalDate day = begin; !day.isAfter(today); day = day.plusDays(1)) {
      if (contacted(cadence, facts, day, now, days)) {
        open = day;
        met = true;
      }
    }
    return switch (cadence.rhythm()) {
      case Rhythm.EveryDays(int every) -> open.plusDays(every);
      case Rhythm.Weekdays(var weekdays) -> {
        LocalDate day = met ? open.plusDays(1) : open;
        while (!weekdays.contains(day.getDayOfWeek())) {
          day = day.plusDays(1);
        }
        yield day;
      }
    };
  }

  @Test
  void howPeriodsWentIsWhatCountingDayByDaySays() {
    each(
        (made, now, days, says) -> {
          RuleTimeline rule = made.rule(says.rules());
          CustomerFacts facts = made.facts();
          LocalDate first = days.of(made.instant());
          LocalDate last = first.plusDays(20);
          assertThat(Cadences.periods(rule, facts, first, last, now, days))
              .as("%s %s %s from %s now %s %s", says.label(), rule, facts, first, now, days)
              .isEqualTo(naivePeriods(rule, facts, first, last, now, days));
        });
  }

  /// Runs of days under one demand, cut into periods.
  private static List<Period> naivePeriods(
      RuleTimeline rule,
      CustomerFacts facts,
      LocalDate first,
      LocalDate last,
      Instant now,
      Days days) {
    List<Period> periods = new ArrayList<>();
    LocalDate day = days.of(Made.START).minusDays(2);
    while (day.isBefore(days.of(now))) {
      RuleVersion version = concerning(rule, facts, day, days);
      LocalDate end = day;
      while (end.isBefore(days.of(now))
          && Objects.equals(version, concerning(rule, facts, end, days))) {
        end = end.plusDays(1);
      }
      if (version != null) {
        List<LocalDate> borders = new ArrayList<>();
        Cadence cadence = (Cadence) version.rule();
        for (LocalDate it = day; !it.isAfter(end); it = it.plusDays(1)) {
          boolean border =
              switch (cadence.rhythm()) {
                case Rhythm.EveryDays(int every) ->
                    (it.toEpochDay() - day.toEpochDay()) % every == 0;
                case Rhythm.Weekdays(var weekdays) -> weekdays.contains(it.getDayOfWeek());
              };
          if (border) {
            borders.add(it);
          }
        }
        for (int i = 0; i + 1 < borders.size(); i++) {
          LocalDate from = borders.get(i);
          LocalDate to = borders.get(i + 1).minusDays(1);
          RepId owner = facts.ownerAt(days.start(to));
          if (!to.isBefore(first) && !to.isAfter(last) && owner != null) {
            periods.add(new Period(from, to, owner, outcome(cadence, facts, from, to, now, days)));
          }
        }
      }
      day = end;
    }
    return periods;
  }

  private static Outcome outcome(
      Cadence cadence, CustomerFacts facts, LocalDate from, LocalDate to, Instant now, Days days) {
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      if (contacted(cadence, facts, day, now, days)) {
        return day.equals(from) || cadence.rhythm() instanceof Rhythm.EveryDays
            ? Outcome.KEPT
            : Outcome.LATE;
      }
    }
    return Outcome.MISSED;
  }

  private static boolean contacted(
      Cadence cadence, CustomerFacts facts, LocalDate day, Instant now, Days days) {
    return facts.contacts().stream()
        .anyMatch(
            it ->
                !it.at().isAfter(now)
                    && !it.at().isBefore(days.start(day))
                    && it.at().isBefore(days.start(day.plusDays(1)))
                    && (cadence.media().isEmpty() || cadence.media().contains(it.medium())));
  }

  private static @Nullable RuleVersion concerning(
      RuleTimeline rule, CustomerFacts facts, LocalDate day, Days days) {
    Instant start = days.start(day);
    for (Span<RuleVersion> version : rule.spans()) {
      for (Span<Holder> holder : facts.holders()) {
        boolean held = holder.holdsAt(start) && holder.value() instanceof Holder.Owner;
        if (version.holdsAt(start) && held) {
          List<String> grades = ((Cadence) version.value().rule()).grades();
          for (Span<String> grade : facts.grades()) {
            if (grade.holdsAt(start) && grades.contains(grade.value())) {
              return version.value();
            }
          }
          return grades.isEmpty() ? version.value() : null;
        }
      }
    }
    return null;
  }

  /// @param label to repeat a failure by
  private record Says(String label, java.util.function.Supplier<Rule> rules) {}

  private interface Check {
    void run(Made made, Instant now, Days days, Says says);
  }

  private static void each(Check check) {
    for (ZoneId zone : Made.ZONES) {
      for (int run = 0; run < 150; run++) {
        long seed = Seed.get() + run;
        Random random = new Random(seed);
        Days days = new Days(zone);
        Made made = new Made(random, days);
        check.run(
            made,
            made.instant(),
            days,
            new Says("seed " + seed + " " + zone, () -> cadence(random)));
      }
    }
  }

  private static Rule cadence(Random random) {
    Rhythm rhythm =
        random.nextBoolean()
            ? new Rhythm.EveryDays(1 + random.nextInt(9))
            : new Rhythm.Weekdays(
                Arrays.stream(DayOfWeek.values())
                    .filter(day -> day == DayOfWeek.TUESDAY || random.nextInt(3) == 0)
                    .toList());
    Function<Integer, Boolean> chance = percent -> random.nextInt(100) < percent;
    return new Cadence(
        chance.apply(60) ? List.of("A") : List.of(),
        rhythm,
        chance.apply(50) ? List.of() : List.of(Medium.VISIT));
  }
}

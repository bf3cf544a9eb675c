package custody.service.agenda;

import custody.contract.RepId;
import custody.contract.Rule.Cadence;
import custody.contract.Rule.Rhythm;
import custody.service.agenda.CustomerFacts.Contact;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How often customers must be contacted, and whether they were.
///
/// A rule is about a customer on the days at whose beginning it holds, the grade is one of its own
/// and a rep owns the customer; who the owner is does not matter, since a handover resets nothing.
/// With weekdays, each of them opens a period that ends before the next; a contact on the day
/// itself keeps it, a later one in the period makes up for it. With every so many days, the last
/// contact or the first day of being concerned opens the time for the next.
public final class Cadences {
  private Cadences() {}

  /// How a period went.
  public enum Outcome {
    KEPT,
    LATE,
    MISSED
  }

  /// One demand of the rule, over.
  ///
  /// @param to inclusive
  /// @param rep the owner as the last day begins
  public record Period(LocalDate from, LocalDate to, RepId rep, Outcome outcome) {}

  /// By when the customer must be contacted next; null if the rule is not about it.
  public static @Nullable Due next(RuleTimeline rule, CustomerFacts facts, Instant now, Days days) {
    RuleVersion version = concerning(rule, facts, days.start(days.of(now)));
    RepId owner = facts.ownerAt(now);
    if (version == null || owner == null || !(version.rule() instanceof Cadence cadence)) {
      return null;
    }
    LocalDate begin = begin(rule, facts, days.of(now), days);
    Instant last = facts.lastContact(now, contact -> counts(cadence, contact));
    LocalDate lastDay = last == null ? null : days.of(last);
    LocalDate on =
        switch (cadence.rhythm()) {
          case Rhythm.Weekdays(var weekdays) -> {
            LocalDate day =
                lastDay == null || lastDay.isBefore(begin) ? begin : lastDay.plusDays(1);
            while (!weekdays.contains(day.getDayOfWeek())) {
              day = day.plusDays(1);
            }
            yield day;
          }
          case Rhythm.EveryDays(int every) ->
              (lastDay == null || lastDay.isBefore(begin) ? begin : lastDay).plusDays(every);
        };
    return new Due(version, facts.customer(), facts.name(), owner, on);
  }

  /// The periods that ended on one of the days, both inclusive, and before today. The facts need
  /// all contacts of those days, and of the longest period before them.
  public static List<Period> periods(
      RuleTimeline rule,
      CustomerFacts facts,
      LocalDate first,
      LocalDate last,
      Instant now,
      Days days) {
    LocalDate end = last.isBefore(days.of(now)) ? last : days.of(now).minusDays(1);
    List<Period> periods = new ArrayList<>();
    NavigableSet<LocalDate> changes = changes(rule, facts, days);
    LocalDate opened = null;
    RuleVersion version = null;
    NavigableSet<LocalDate> contacted = new TreeSet<>();
    for (LocalDate day = changes.isEmpty() ? end.plusDays(1) : changes.getFirst();
        !day.isAfter(end);
        day = day.plusDays(1)) {
      if (changes.contains(day)) {
        RuleVersion demand = concerning(rule, facts, days.start(day));
        if (demand == null || !demand.equals(version)) {
          // Not concerned any more, or by another demand: what was open counts neither way.
          opened = null;
        }
        version = demand;
        contacted = contacted(version, facts, now, days);
      }
      if (version == null || !(version.rule() instanceof Cadence cadence)) {
        continue;
      }
      if (opened == null && opens(cadence, null, day)) {
        opened = day;
      }
      if (opened != null && opens(cadence, opened, day.plusDays(1))) {
        RepId owner = day.isBefore(first) ? null : facts.ownerAt(days.start(day));
        if (owner != null) {
          periods.add(new Period(opened, day, owner, outcome(cadence, contacted, opened, day)));
        }
        opened = day.plusDays(1);
      }
    }
    return periods;
  }

  private static boolean opens(Cadence cadence, @Nullable LocalDate opened, LocalDate day) {
    return switch (cadence.rhythm()) {
      case Rhythm.Weekdays(var weekdays) -> weekdays.contains(day.getDayOfWeek());
      case Rhythm.EveryDays(int every) ->
          opened == null || ChronoUnit.DAYS.between(opened, day) == every;
    };
  }

  private static NavigableSet<LocalDate> contacted(
      @Nullable RuleVersion version, CustomerFacts facts, Instant now, Days days) {
    NavigableSet<LocalDate> contacted = new TreeSet<>();
    if (version != null && version.rule() instanceof Cadence cadence) {
      for (Contact contact : facts.contacts()) {
        if (counts(cadence, contact) && !contact.at().isAfter(now)) {
          contacted.add(days.of(contact.at()));
        }
      }
    }
    return contacted;
  }

  private static Outcome outcome(
      Cadence cadence, NavigableSet<LocalDate> contacted, LocalDate from, LocalDate to) {
    LocalDate met = contacted.ceiling(from);
    if (met == null || met.isAfter(to)) {
      return Outcome.MISSED;
    }
    return cadence.rhythm() instanceof Rhythm.EveryDays || met.equals(from)
        ? Outcome.KEPT
        : Outcome.LATE;
  }

  private static boolean counts(Cadence cadence, Contact contact) {
    return cadence.media().isEmpty() || cadence.media().contains(contact.medium());
  }

  /// The version that is about the customer at the time; null if none is.
  private static @Nullable RuleVersion concerning(
      RuleTimeline rule, CustomerFacts facts, Instant time) {
    RuleVersion version = rule.at(time);
    return version != null
            && version.rule() instanceof Cadence cadence
            && facts.ownerAt(time) != null
            && CustomerFacts.isAmong(cadence.grades(), facts.gradeAt(time))
        ? version
        : null;
  }

  /// The first of the days without interruption on which the rule is about the customer.
  private static LocalDate begin(
      RuleTimeline rule, CustomerFacts facts, LocalDate today, Days days) {
    LocalDate begin = today;
    for (LocalDate day : changes(rule, facts, days).headSet(today, true).descendingSet()) {
      if (concerning(rule, facts, days.start(day)) == null) {
        break;
      }
      begin = day;
    }
    return begin;
  }

  /// The days that may begin otherwise than the day before.
  private static NavigableSet<LocalDate> changes(
      RuleTimeline rule, CustomerFacts facts, Days days) {
    NavigableSet<LocalDate> changes = new TreeSet<>();
    rule.spans().forEach(span -> add(changes, span, days));
    facts.holders().forEach(span -> add(changes, span, days));
    facts.grades().forEach(span -> add(changes, span, days));
    return changes;
  }

  private static void add(NavigableSet<LocalDate> changes, Span<?> span, Days days) {
    changes.add(days.firstFrom(span.from()));
    if (!span.to().equals(Span.FOR_EVER)) {
      changes.add(days.firstFrom(span.to()));
    }
  }
}

package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.service.agenda.AgendaReader.Covered;
import custody.service.agenda.AgendaReader.Dated;
import custody.service.agenda.AgendaReader.Step;
import custody.service.agenda.Entry.Kind;
import custody.service.agenda.Entry.Reference;
import custody.service.agenda.Entry.When;
import custody.service.agenda.Tenures.RepFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One person's inbox: everything that reminds them of something, in the order of days. It is made
/// anew from facts each time it is looked at, so nothing has to be sent, kept or caught up with;
/// only what the person marked as done or put off is remembered.
public final class Inbox {
  private static final Comparator<Entry> IN_ORDER =
      Comparator.<Entry, LocalDate>comparing(
              Entry::on, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Entry::kind)
          .thenComparing(Entry::id);

  private final Days days;
  private final LocalDate today;
  private final LocalDate horizon;
  private final List<Entry> entries = new ArrayList<>();

  private Inbox(Days days, LocalDate today, int ahead) {
    this.days = days;
    this.today = today;
    this.horizon = today.plusDays(ahead);
  }

  /// What the rep has to do with these customers, marked entries left out.
  ///
  /// @param customers those the rep owns or covers and may see
  /// @param ahead how many days to look ahead for what is due by a day; warnings and important
  ///     dates say themselves how early they come
  public static List<Entry> of(
      Connection db, RepId rep, Collection<CustomerId> customers, Instant now, Days days, int ahead)
      throws SQLException {
    Inbox inbox = new Inbox(days, days.of(now), ahead);
    List<RuleTimeline> rules = AgendaReader.rules(db);
    for (CustomerFacts facts : AgendaReader.facts(db, customers, now)) {
      for (RuleTimeline rule : rules) {
        Effect effect = Effect.of(rule, facts, now, days);
        if (effect != null) {
          inbox.add(effect, facts.customer().value());
        }
      }
    }
    for (RepFacts facts : AgendaReader.reps(db, rep)) {
      for (RuleTimeline rule : rules) {
        Effect effect = Effect.of(rule, facts, now, days);
        if (effect != null) {
          inbox.add(effect, rep.value());
        }
      }
    }
    AgendaReader.openSteps(db, customers, now).forEach(inbox::add);
    AgendaReader.dates(db, customers, now).forEach(inbox::add);
    Set<CustomerId> among = Set.copyOf(customers);
    AgendaReader.covers(db, rep, now).stream()
        .filter(cover -> among.contains(cover.customer()))
        .forEach(inbox::add);
    Map<String, Mark> marks = marks(db, rep);
    return inbox.entries.stream()
        .filter(entry -> !isHidden(marks.get(entry.id()), inbox.today))
        .sorted(IN_ORDER)
        .toList();
  }

  private void add(Effect effect, UUID of) {
    Kind kind =
        switch (effect.rule().rule()) {
          case Rule.Cadence _ -> Kind.CADENCE;
          case Rule.FirstContact _ -> Kind.FIRST_CONTACT;
          case Rule.Recycling _ -> Kind.RECYCLING;
          case Rule.Tenure _ -> Kind.TENURE;
        };
    add(
        new Reference(kind, of, effect.rule().id().value(), effect.on()),
        effect.customer(),
        effect.name(),
        effect.rule().name(),
        effect.because() == null
            ? null
            : effect.because().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        effect.rule());
  }

  private void add(Step step) {
    LocalDate due = step.due();
    if (due == null || !due.isAfter(horizon)) {
      add(
          new Reference(Kind.NEXT_STEP, step.customer().value(), step.followUp(), due),
          step.customer(),
          step.name(),
          step.what(),
          null,
          null);
    }
  }

  private void add(Dated date) {
    LocalDate on = Occurrences.next(date.day(), date.calendar(), date.yearly(), today);
    if (on != null && !on.minusDays(date.remindDays()).isAfter(today)) {
      add(
          new Reference(Kind.DATE, date.customer().value(), date.date(), on),
          date.customer(),
          date.name(),
          date.label(),
          date.kind(),
          null);
    }
  }

  private void add(Covered cover) {
    LocalDate on = days.of(cover.until());
    if (!on.isAfter(horizon)) {
      add(
          new Reference(Kind.COVER_END, cover.customer().value(), cover.cover(), on),
          cover.customer(),
          cover.name(),
          null,
          null,
          null);
    }
  }

  private void add(
      Reference reference,
      @Nullable CustomerId customer,
      @Nullable String name,
      @Nullable String text,
      @Nullable String detail,
      @Nullable RuleVersion rule) {
    entries.add(
        new Entry(
            reference.toString(),
            reference.kind(),
            reference.on(),
            when(reference.on()),
            customer,
            name,
            text,
            detail,
            rule == null ? null : rule.id(),
            rule == null ? null : rule.version()));
  }

  private When when(@Nullable LocalDate on) {
    if (on == null) {
      return When.SOME_DAY;
    }
    return on.isBefore(today) ? When.OVERDUE : on.equals(today) ? When.TODAY : When.SOON;
  }

  /// @param until null = done; else it comes back on this day
  private record Mark(@Nullable LocalDate until) {}

  private static boolean isHidden(@Nullable Mark mark, LocalDate today) {
    return mark != null && (mark.until() == null || mark.until().isAfter(today));
  }

  private static Map<String, Mark> marks(Connection db, RepId rep) throws SQLException {
    Map<String, Mark> marks = new HashMap<>();
    try (PreparedStatement query =
        db.prepareStatement("SELECT entry, until FROM custody.inbox_mark WHERE rep = ?")) {
      query.setObject(1, rep.value());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          marks.put(row.getString(1), new Mark(row.getObject(2, LocalDate.class)));
        }
      }
    }
    return marks;
  }
}

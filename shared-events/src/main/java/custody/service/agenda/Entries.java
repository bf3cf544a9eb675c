package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.service.agenda.AgendaReader.Waiting;
import custody.service.agenda.Alerts.Alert;
import custody.service.agenda.Commitments.Covered;
import custody.service.agenda.Commitments.Dated;
import custody.service.agenda.Commitments.Step;
import custody.service.agenda.Entry.Kind;
import custody.service.agenda.Entry.Reference;
import custody.service.agenda.Entry.When;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An inbox while it is being filled.
final class Entries {
  private final Days days;
  private final LocalDate today;
  private final LocalDate horizon;
  private final List<Entry> entries = new ArrayList<>();

  /// @param ahead how many days to look ahead for what is due by a day
  Entries(Days days, LocalDate today, int ahead) {
    this.days = days;
    this.today = today;
    this.horizon = today.plusDays(ahead);
  }

  List<Entry> all() {
    return entries;
  }

  /// What a rule wants done with a customer.
  void add(Effect effect, CustomerId customer) {
    add(effect, customer.value(), null, effect.name());
  }

  /// What a rule says of the territory of somebody.
  void add(Effect effect, RepId rep, @Nullable String name) {
    add(effect, rep.value(), rep, name);
  }

  private void add(Effect effect, UUID of, @Nullable RepId rep, @Nullable String name) {
    Kind kind =
        switch (effect.rule().rule()) {
          case Rule.Cadence _ -> Kind.CADENCE;
          case Rule.FirstContact _ -> Kind.FIRST_CONTACT;
          case Rule.Recycling _ -> Kind.RECYCLING;
          case Rule.Tenure _ -> Kind.TENURE;
          case Rule.PoolLimits _ -> throw Effect.none();
        };
    Reference reference = new Reference(kind, of, effect.rule().id().value(), effect.on());
    entries.add(
        new Entry(
            reference.toString(),
            kind,
            effect.on(),
            when(effect.on()),
            effect.customer(),
            rep,
            null,
            name,
            effect.rule().name(),
            effect.because() == null
                ? null
                : effect.because().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            effect.rule().id(),
            effect.rule().version(),
            null,
            null));
  }

  void add(Step step) {
    LocalDate due = step.due();
    if (due == null || !due.isAfter(horizon)) {
      add(
          new Reference(Kind.NEXT_STEP, step.customer().value(), step.followUp(), due),
          step.customer(),
          step.name(),
          step.what(),
          null);
    }
  }

  void add(Dated date) {
    LocalDate on = Occurrences.next(date.day(), date.calendar(), date.yearly(), today);
    if (on != null && !on.minusDays(date.remindDays()).isAfter(today)) {
      add(
          new Reference(Kind.DATE, date.customer().value(), date.date(), on),
          date.customer(),
          date.name(),
          date.label(),
          date.kind());
    }
  }

  void add(Covered cover) {
    LocalDate on = days.of(cover.until());
    if (!on.isAfter(horizon)) {
      add(
          new Reference(Kind.COVER_END, cover.customer().value(), cover.cover(), on),
          cover.customer(),
          cover.name(),
          null,
          null);
    }
  }

  private void add(
      Reference reference,
      CustomerId customer,
      @Nullable String name,
      @Nullable String text,
      @Nullable String detail) {
    entries.add(
        new Entry(
            reference.toString(),
            reference.kind(),
            reference.on(),
            when(reference.on()),
            customer,
            null,
            null,
            name,
            text,
            detail,
            null,
            null,
            null,
            null));
  }

  /// @param name the rep's
  void add(Alert alert, @Nullable String name) {
    Reference reference = new Reference(Kind.ALERT, alert.rep().value(), alert.id(), alert.day());
    entries.add(
        new Entry(
            reference.toString(),
            Kind.ALERT,
            alert.day(),
            when(alert.day()),
            null,
            alert.rep(),
            null,
            name,
            null,
            alert.kind().word(),
            null,
            null,
            alert.count(),
            alert.most()));
  }

  /// It waits, whatever the day.
  void add(Waiting waiting) {
    UUID handover = waiting.handover().value();
    entries.add(
        new Entry(
            new Reference(Kind.APPROVAL, handover, handover, null).toString(),
            Kind.APPROVAL,
            null,
            When.TODAY,
            null,
            waiting.from().size() == 1 ? waiting.from().getFirst() : null,
            waiting.handover(),
            waiting.names().isEmpty() ? null : String.join(", ", waiting.names()),
            null,
            null,
            null,
            null,
            null,
            null));
  }

  /// Many things of one kind that concern one rep's customers.
  ///
  /// @param name the rep's
  /// @param first the day of the first of them
  void add(Kind kind, RepId rep, @Nullable String name, LocalDate first, long count) {
    entries.add(
        new Entry(
            new Reference(kind, rep.value(), rep.value(), first).toString(),
            kind,
            first,
            when(first),
            null,
            rep,
            null,
            name,
            null,
            null,
            null,
            null,
            count,
            null));
  }

  private When when(@Nullable LocalDate on) {
    if (on == null) {
      return When.SOME_DAY;
    }
    return on.isBefore(today) ? When.OVERDUE : on.equals(today) ? When.TODAY : When.SOON;
  }
}

package custody.query.agenda;

import custody.contract.Actor;
import custody.contract.Event;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RepEvent.Joined;
import custody.contract.RepEvent.Left;
import custody.contract.RepEvent.Moved;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.RuleId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The things whose versions are kept, each in a table of its own, and how the events about one
/// such thing become versions.
enum Part {
  NAME(
      "name",
      "name",
      new Following(
          (before, event) ->
              switch (event) {
                case Registered it -> row(nameIn(it.fields().values()));
                case Amended it -> row(nameIn(it.fields().values()));
                default -> before; // nothing else is kept under this part
              })),
  HOLDER(
      "holder",
      "rep pool",
      new Following(
          (before, event) ->
              switch (event) {
                case Registered it -> holder(it.holder(), before);
                case OwnershipEvent it -> holder(it.to(), before);
                // Nobody need care for an entry while the customer is cared for under another one.
                // A clock that was put back may have it before there was anybody.
                case Merged _ -> (before == null ? row(null, null) : before).hidden(true);
                case MergeReverted _ ->
                    before == null || isNobody(before) ? null : before.hidden(false);
                default -> before; // nothing else is kept under this part
              })),
  GRADE(
      "grade",
      "grade",
      new Following((before, event) -> event instanceof Classified it ? row(it.grade()) : before)),
  FOLLOW_UP(
      "follow_up",
      "occurred_at medium outcome rep open_step step step_due done",
      new Following(
          (before, event) ->
              switch (event) {
                case FollowUpRecorded it -> followUp(it.details(), false);
                case FollowUpAmended it ->
                    before == null ? null : followUp(it.details(), isDone(before));
                case NextStepDone _ -> before == null ? null : done(before);
                default -> before; // nothing else is kept under this part
              })),
  IMPORTANT_DATE(
      "important_date",
      "kind label day calendar yearly remind_days",
      new Following(
          (_, event) ->
              event instanceof DateSet it
                      && it.details().date() instanceof Personal.Known<LocalDate>(LocalDate day)
                  ? row(
                      it.details().kind(),
                      text(it.details().label()),
                      day,
                      it.details().calendar().name(),
                      it.details().yearly(),
                      it.details().remindDaysBefore())
                  : null)),
  COVER(
      "cover",
      "owner rep",
      new Until(
          event ->
              event instanceof CoverStarted it
                  ? new Given(it.until(), row(it.owner(), it.by()))
                  : null)),
  STEWARD(
      "steward",
      "account",
      new Until(
          event ->
              event instanceof StewardAssigned(var _, Actor account, Instant until)
                  ? new Given(until, row(account))
                  : null)),
  EXEMPTION(
      "exemption",
      "rule",
      new Until(
          event ->
              event instanceof Exempted(var _, RuleId rule, Instant until)
                  ? new Given(until, row(rule))
                  : null)),
  POST(
      "post",
      "team territory name",
      new Following(
          (before, event) ->
              switch (event) {
                case Joined it -> row(it.team(), it.territory(), text(it.name()));
                case Moved it ->
                    before == null ? null : row(it.team(), it.territory(), before.values().get(2));
                case Left _ -> null;
                default -> before; // nothing else is kept under this part
              }));

  /// One event about the thing.
  record Fact(long sequence, Instant effectiveAt, Event event) {}

  /// @param to null = no end
  record Version(Instant from, @Nullable Instant to, Row row) {}

  /// The values of the part's own columns.
  ///
  /// @param hidden true = not to be kept, but for what follows
  record Row(List<@Nullable Object> values, boolean hidden) {
    Row(List<@Nullable Object> values) {
      this(values, false);
    }

    Row hidden(boolean hidden) {
      return new Row(values, hidden);
    }
  }

  /// @param until null = until something ends it
  private record Given(@Nullable Instant until, Row row) {}

  private interface Step {
    @Nullable Row next(@Nullable Row before, Event event);
  }

  /// How the events about one thing become its versions.
  private sealed interface Fold {
    List<Version> versions(@Nullable Row before, List<Fact> facts);
  }

  /// Each event holds until the next.
  private record Following(Step step) implements Fold {
    @Override
    public List<Version> versions(@Nullable Row before, List<Fact> facts) {
      List<Version> versions = new ArrayList<>();
      Row row = before;
      for (int i = 0; i < facts.size(); i++) {
        Fact fact = facts.get(i);
        row = step.next(row, fact.event());
        Instant to = i + 1 < facts.size() ? facts.get(i + 1).effectiveAt() : null;
        if (row != null && !row.hidden() && !fact.effectiveAt().equals(to)) {
          versions.add(new Version(fact.effectiveAt(), to, row));
        }
      }
      return versions;
    }
  }

  /// Holds from the event that gives it until the time it says, or until the first event that ends
  /// it, be that before it even began.
  private record Until(Function<Event, @Nullable Given> given) implements Fold {
    @Override
    public List<Version> versions(@Nullable Row before, List<Fact> facts) {
      Instant ended = null;
      Instant from = null;
      Given last = null;
      for (Fact fact : facts) {
        Given it = given.apply(fact.event());
        if (it != null) {
          from = fact.effectiveAt();
          last = it;
        } else if (ended == null) {
          ended = fact.effectiveAt();
        }
      }
      if (from == null || last == null) {
        return List.of();
      }
      Instant until = last.until();
      Instant to = until == null || (ended != null && ended.isBefore(until)) ? ended : until;
      return to == null || from.isBefore(to)
          ? List.of(new Version(from, to, last.row()))
          : List.of();
    }
  }

  final String table;
  private final String columns;

  @SuppressWarnings("ImmutableEnumChecker") // functions of what they are given
  private final Fold fold;

  Part(String table, String columns, Fold fold) {
    this.table = "view_agenda." + table;
    this.columns = columns;
    this.fold = fold;
  }

  /// The part's own, in the order of its rows' values.
  List<String> columns() {
    return List.of(columns.split(" "));
  }

  /// @param facts all about one thing, in effective order
  List<Version> versions(List<Fact> facts) {
    return fold.versions(null, facts);
  }

  /// Whether events that come last, by effective time and in the stream, change nothing in the
  /// versions that ended before. Then {@link #versionsAfter} needs no earlier event.
  boolean goesOn() {
    return fold instanceof Following;
  }

  /// @param last the version that holds without end, until the first of these facts
  /// @param facts later than it began, in effective order
  List<Version> versionsAfter(Row last, List<Fact> facts) {
    return fold.versions(last, facts);
  }

  /// Whether there can be no earlier event about the same thing, as each has an id of its own.
  static boolean begins(Event event) {
    return event instanceof FollowUpRecorded
        || event instanceof CoverStarted
        || event instanceof StewardAssigned
        || event instanceof Exempted;
  }

  private static Row row(@Nullable Object... values) {
    return new Row(Arrays.asList(values));
  }

  private static boolean isNobody(Row holder) {
    return holder.values().stream().allMatch(Objects::isNull);
  }

  private static Row holder(Holder holder, @Nullable Row before) {
    Row row =
        switch (holder) {
          case Holder.Owner it -> row(it.rep(), null);
          case Holder.Pool it -> row(null, it.pool());
        };
    return row.hidden(before != null && before.hidden());
  }

  private static Row followUp(FollowUp details, boolean done) {
    NextStep step = details.nextStep();
    return row(
        details.occurredAt(),
        details.medium().name().toLowerCase(Locale.ROOT),
        details.outcome(),
        details.rep(),
        step != null && !done,
        step == null || done ? null : text(step.what()),
        step == null ? null : step.due(),
        done);
  }

  private static boolean isDone(Row followUp) {
    return Boolean.TRUE.equals(followUp.values().get(7));
  }

  private static Row done(Row followUp) {
    List<@Nullable Object> values = new ArrayList<>(followUp.values());
    values.set(4, false);
    values.set(5, null);
    values.set(7, true);
    return new Row(values);
  }

  private static @Nullable String nameIn(Map<String, Personal<FieldValue>> fields) {
    return fields.get("name") instanceof Personal.Known<FieldValue>(FieldValue.Text(String name))
        ? name
        : null;
  }

  private static @Nullable String text(@Nullable Personal<String> text) {
    return text instanceof Personal.Known<String>(String known) ? known : null;
  }
}

package custody.command.handover;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Rejection;
import custody.command.handover.HandoverCommand.Approve;
import custody.command.handover.HandoverCommand.Cancel;
import custody.command.handover.HandoverCommand.Close;
import custody.command.handover.HandoverCommand.Execute;
import custody.command.handover.HandoverCommand.Open;
import custody.command.handover.HandoverCommand.Pause;
import custody.command.handover.HandoverCommand.Plan;
import custody.command.handover.HandoverCommand.RecordMoved;
import custody.command.handover.HandoverCommand.RecordReturned;
import custody.command.handover.HandoverCommand.Resume;
import custody.command.handover.HandoverCommand.Undo;
import custody.contract.Actor;
import custody.contract.Event;
import custody.contract.HandoverEvent;
import custody.contract.HandoverEvent.Allotted;
import custody.contract.HandoverEvent.Approved;
import custody.contract.HandoverEvent.Cancelled;
import custody.contract.HandoverEvent.Cause;
import custody.contract.HandoverEvent.Closed;
import custody.contract.HandoverEvent.Completed;
import custody.contract.HandoverEvent.CustomersFailed;
import custody.contract.HandoverEvent.CustomersKept;
import custody.contract.HandoverEvent.CustomersMoved;
import custody.contract.HandoverEvent.CustomersReturned;
import custody.contract.HandoverEvent.Opened;
import custody.contract.HandoverEvent.Paused;
import custody.contract.HandoverEvent.Planned;
import custody.contract.HandoverEvent.Resumed;
import custody.contract.HandoverEvent.Started;
import custody.contract.HandoverEvent.UndoStarted;
import custody.contract.HandoverEvent.Undone;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.service.handover.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What decisions need of a case. Its customers are not in it, however many they are: only which
/// parts of the plan have been dealt with.
///
/// @param opened null before
/// @param plan the last plan's number; 0 = none yet
/// @param planner who made the last plan
/// @param parts of the frozen plan
/// @param endedAt when its execution was completed or cancelled
public record Handover(
    Status status,
    @Nullable Opened opened,
    int plan,
    @Nullable Actor planner,
    int parts,
    Progress moving,
    Progress returning,
    @Nullable Instant endedAt) {
  public static final Handover NONE =
      new Handover(Status.NONE, null, 0, null, 0, Progress.NONE, Progress.NONE, null);

  boolean exists() {
    return opened != null;
  }

  /// Whose customers are handed over.
  Set<RepId> leavers() {
    return opened == null ? Set.of() : Set.copyOf(opened.from());
  }

  public enum Status {
    NONE,
    OPEN,
    PLANNED,
    APPROVED,
    RUNNING,
    PAUSED,
    COMPLETED,
    CANCELLED,
    UNDOING,
    UNDONE,
    CLOSED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How far the execution, or the undo, has come.
  ///
  /// @param parts those dealt with
  /// @param touched those of them in which a customer moved
  public record Progress(Set<Integer> parts, Set<Integer> touched, int done, int leftAlone) {
    static final Progress NONE = new Progress(Set.of(), Set.of(), 0, 0);

    public Progress {
      parts = Set.copyOf(parts);
      touched = Set.copyOf(touched);
    }

    Progress done(int part, int customers) {
      return new Progress(with(parts, part), with(touched, part), done + customers, leftAlone);
    }

    Progress leftAlone(int part, int customers) {
      return new Progress(with(parts, part), touched, done, leftAlone + customers);
    }

    private static Set<Integer> with(Set<Integer> parts, int part) {
      Set<Integer> all = new HashSet<>(parts);
      all.add(part);
      return all;
    }
  }

  private static final Rejection SECOND_PERSON =
      Rejection.conflict(
          "second-person-needed",
          "Whoever made the plan cannot approve it, nor can those whose customers move; ask"
              + " somebody else.");
  private static final Rejection OUTDATED =
      Rejection.conflict(
          "preview-outdated",
          "This is not the preview of the last plan; look at it again and approve what you see.");
  private static final Rejection NOT_DRAFTED =
      Rejection.conflict(
          "preview-missing", "The plan is still being worked out; try again in a moment.");
  private static final Rejection NOTHING =
      Rejection.conflict(
          "nothing-to-move", "By this plan no customer moves; change the scope or the splits.");
  private static final Rejection WINDOW_OVER =
      Rejection.conflict(
          "undo-window-over",
          "The case ended too long ago to be undone; open a case the other way round.");

  public Decision decide(HandoverCommand command, Context context, Duration undoWindow) {
    if (status == Status.NONE && !(command instanceof Open)) {
      return Decision.rejected(
          Rejection.notFound(
              "handover-not-found", "There is no such handover case; check the id."));
    }
    Rejection objection = context.objection(command);
    if (objection != null) {
      return Decision.rejected(objection);
    }
    return switch (command) {
      case Open it -> open(it, context);
      case Plan it -> plan(it, context);
      case Approve it -> approve(it, context);
      case Execute it ->
          when(EnumSet.of(Status.APPROVED), () -> Decision.accepted(new Started(it.operation())));
      case Pause _ ->
          status == Status.PAUSED
              ? Decision.nothing()
              : when(EnumSet.of(Status.RUNNING), () -> Decision.accepted(new Paused()));
      case Resume _ ->
          status == Status.RUNNING
              ? Decision.nothing()
              : when(EnumSet.of(Status.PAUSED), () -> Decision.accepted(new Resumed()));
      case Cancel _ ->
          status == Status.CANCELLED
              ? Decision.nothing()
              : when(
                  EnumSet.range(Status.OPEN, Status.PAUSED),
                  () -> Decision.accepted(new Cancelled()));
      case RecordMoved it -> moved(it);
      case Undo it -> undo(it, context, undoWindow);
      case RecordReturned it -> returned(it);
      case Close _ ->
          status == Status.CLOSED
              ? Decision.nothing()
              : when(
                  EnumSet.of(Status.COMPLETED, Status.UNDONE),
                  () -> Decision.accepted(new Closed()));
    };
  }

  private interface Answer {
    Decision decision();
  }

  private Decision when(Set<Status> allowed, Answer answer) {
    return allowed.contains(status)
        ? answer.decision()
        : Decision.rejected(
            Rejection.conflict(
                    "handover-state",
                    "The case is {state}; this can be done while it is one of: {allowed}.")
                .with(
                    Map.of(
                        "state",
                        status.toString(),
                        "allowed",
                        allowed.stream().map(Status::toString).collect(Collectors.joining(", ")))));
  }

  private Decision open(Open command, Context context) {
    Opened wish = new Opened(command.cause(), command.from(), command.lastDay());
    if (opened != null) {
      return wish.equals(opened)
          ? Decision.nothing()
          : Decision.rejected(
              Rejection.conflict("handover-exists", "There is a case under this id already."));
    }
    int most = command.cause() == Cause.TERRITORY ? PlanRules.MOST_FROM : 1;
    if (command.from().isEmpty()
        || command.from().size() > most
        || new HashSet<>(command.from()).size() < command.from().size()) {
      return Decision.rejected(
          Rejection.invalid(
                  "handover-from-invalid",
                  "Name whose customers move: one rep, for a territory up to {most} different"
                      + " ones.")
              .with(Map.of("most", PlanRules.MOST_FROM)));
    }
    for (RepId rep : command.from()) {
      if (!context.facts().reps().containsKey(rep)) {
        return Decision.rejected(unknown(rep));
      }
    }
    return Decision.created(command.handover(), wish);
  }

  private static Rejection unknown(RepId rep) {
    return Rejection.conflict("unknown-rep", "There is no such rep; use the id of one who joined.")
        .with(Map.of("rep", rep.toString()));
  }

  private Decision plan(Plan command, Context context) {
    return when(
        EnumSet.of(Status.OPEN, Status.PLANNED, Status.APPROVED),
        () -> {
          List<String> errors = PlanRules.errors(command.rules(), opening());
          if (!errors.isEmpty()) {
            return Decision.rejected(
                Rejection.invalid(
                        "handover-plan-invalid", "The plan contradicts itself; see errors.")
                    .with(Map.of("errors", errors)));
          }
          for (RepId rep : command.reps()) {
            if (!context.facts().reps().containsKey(rep)) {
              return Decision.rejected(unknown(rep));
            }
          }
          return Decision.accepted(new Planned(plan + 1, command.rules()));
        });
  }

  private Opened opening() {
    if (opened == null) {
      throw new IllegalStateException("a case begins by being opened");
    }
    return opened;
  }

  private Decision approve(Approve command, Context context) {
    return when(
        EnumSet.of(Status.PLANNED),
        () -> {
          Actor approver = context.envelope().actor();
          boolean involved = opening().from().stream().map(Actor::rep).anyMatch(approver::equals);
          if (involved || approver.equals(planner)) {
            return Decision.rejected(SECOND_PERSON);
          }
          Draft draft = command.draft();
          if (draft == null || draft.plan() != plan) {
            return Decision.rejected(draft == null ? NOT_DRAFTED : OUTDATED);
          }
          if (!draft.digest().equals(command.digest())) {
            return Decision.rejected(OUTDATED);
          }
          if (draft.customers() == 0) {
            return Decision.rejected(NOTHING);
          }
          for (RepId rep : command.reps()) {
            Rejection objection = context.mayOwn(rep);
            if (objection != null) {
              return Decision.rejected(objection.with(Map.of("rep", rep.toString())));
            }
          }
          List<Allotted> frozen = Parts.of(draft.allotments());
          List<Event> events = new ArrayList<>();
          events.add(
              new Approved(
                  plan, draft.digest(), draft.customers(), draft.unplaced().size(), frozen.size()));
          events.addAll(frozen);
          return Decision.accepted(events.toArray(Event[]::new));
        });
  }

  /// What has happened is recorded whatever has become of the case meanwhile; once.
  private Decision moved(RecordMoved command) {
    if (command.part() < 1 || command.part() > parts) {
      throw new IllegalArgumentException("there is no part " + command.part());
    }
    if (moving.parts().contains(command.part())) {
      return Decision.nothing();
    }
    List<Event> events = new ArrayList<>();
    if (!command.moved().isEmpty()) {
      events.add(new CustomersMoved(command.part(), command.moved()));
    }
    if (!command.failed().isEmpty()) {
      events.add(new CustomersFailed(command.part(), command.failed()));
    }
    boolean last = moving.parts().size() + 1 == parts;
    if (last && (status == Status.RUNNING || status == Status.PAUSED)) {
      events.add(
          new Completed(
              moving.done() + command.moved().size(),
              moving.leftAlone() + command.failed().size()));
    }
    return Decision.accepted(events.toArray(Event[]::new));
  }

  private Decision undo(Undo command, Context context, Duration window) {
    return when(
        EnumSet.of(Status.COMPLETED, Status.CANCELLED),
        () -> {
          if (moving.touched().isEmpty()) {
            return Decision.rejected(
                Rejection.conflict("nothing-to-undo", "No customer has moved by this case."));
          }
          return endedAt != null && context.now().isAfter(endedAt.plus(window))
              ? Decision.rejected(WINDOW_OVER)
              : Decision.accepted(new UndoStarted(command.operation()));
        });
  }

  private Decision returned(RecordReturned command) {
    if (!moving.touched().contains(command.part())) {
      throw new IllegalArgumentException("nothing moved in part " + command.part());
    }
    if (returning.parts().contains(command.part())) {
      return Decision.nothing();
    }
    List<Event> events = new ArrayList<>();
    if (!command.returned().isEmpty()) {
      events.add(new CustomersReturned(command.part(), command.returned()));
    }
    if (!command.kept().isEmpty()) {
      events.add(new CustomersKept(command.part(), command.kept()));
    }
    Set<Integer> after = new HashSet<>(returning.parts());
    after.add(command.part());
    if (status == Status.UNDOING && after.containsAll(moving.touched())) {
      events.add(
          new Undone(
              returning.done() + command.returned().size(),
              returning.leftAlone() + command.kept().size()));
    }
    return Decision.accepted(events.toArray(Event[]::new));
  }

  public Handover evolve(Recorded recorded, HandoverEvent event) {
    return switch (event) {
      case Opened it ->
          new Handover(Status.OPEN, it, plan, planner, parts, moving, returning, endedAt);
      case Planned it ->
          new Handover(
              Status.PLANNED,
              opened,
              it.plan(),
              recorded.envelope().actor(),
              0,
              Progress.NONE,
              Progress.NONE,
              null);
      case Approved it ->
          new Handover(
              Status.APPROVED, opened, plan, planner, it.parts(), moving, returning, endedAt);
      case Allotted _ -> this;
      case Started _, Resumed _ -> with(Status.RUNNING);
      case Paused _ -> with(Status.PAUSED);
      case Cancelled _ -> with(Status.CANCELLED).endedAt(recorded.recordedAt());
      case CustomersMoved it -> moving(moving.done(it.part(), it.customers().size()));
      case CustomersFailed it -> moving(moving.leftAlone(it.part(), it.customers().size()));
      case Completed _ -> with(Status.COMPLETED).endedAt(recorded.recordedAt());
      case UndoStarted _ -> with(Status.UNDOING);
      case CustomersReturned it -> returning(returning.done(it.part(), it.customers().size()));
      case CustomersKept it -> returning(returning.leftAlone(it.part(), it.customers().size()));
      case Undone _ -> with(Status.UNDONE);
      case Closed _ -> with(Status.CLOSED);
    };
  }

  private Handover with(Status status) {
    return new Handover(status, opened, plan, planner, parts, moving, returning, endedAt);
  }

  private Handover endedAt(Instant at) {
    return new Handover(status, opened, plan, planner, parts, moving, returning, at);
  }

  private Handover moving(Progress moving) {
    return new Handover(status, opened, plan, planner, parts, moving, returning, endedAt);
  }

  private Handover returning(Progress returning) {
    return new Handover(status, opened, plan, planner, parts, moving, returning, endedAt);
  }
}

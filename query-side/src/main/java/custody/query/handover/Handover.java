package custody.query.handover;

import custody.contract.Actor;
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
import custody.contract.HandoverId;
import custody.contract.HandoverPlan;
import custody.contract.Personal;
import custody.contract.Recorded;
import custody.contract.RepId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One case as its events add up.
///
/// @param version of its stream
/// @param plan the last plan's number; 0 = none yet
/// @param customers in the frozen plan; 0 = none is frozen
/// @param unplaced customers in scope that the frozen plan leaves where they are
/// @param moveAt when the customers move, or moved; null = not ordered yet
/// @param operation under which the moving's progress can be read
record Handover(
    HandoverId id,
    long version,
    Status status,
    Cause cause,
    List<RepId> from,
    @Nullable LocalDate lastDay,
    @Nullable Personal<String> reason,
    Step opened,
    int plan,
    @Nullable HandoverPlan rules,
    @Nullable Step planned,
    @Nullable Step approved,
    @Nullable String digest,
    int customers,
    int unplaced,
    @Nullable Instant moveAt,
    @Nullable Step started,
    @Nullable UUID operation,
    int moved,
    int failed,
    @Nullable Instant endedAt,
    @Nullable Step undo,
    @Nullable UUID undoOperation,
    int returned,
    int kept,
    @Nullable Step closed) {

  /// Who did it, when.
  record Step(Actor by, Instant at) {
    static Step of(Recorded recorded) {
      return new Step(recorded.envelope().actor(), recorded.recordedAt());
    }
  }

  enum Status {
    OPEN,
    PLANNED,
    APPROVED,
    RUNNING,
    PAUSED,
    COMPLETED,
    CANCELLED,
    UNDOING,
    UNDONE,
    CLOSED
  }

  static Handover opened(Recorded recorded, Opened event) {
    return new Handover(
        new HandoverId(recorded.stream()),
        recorded.version(),
        Status.OPEN,
        event.cause(),
        event.from(),
        event.lastDay(),
        recorded.envelope().reason(),
        Step.of(recorded),
        0,
        null,
        null,
        null,
        null,
        0,
        0,
        null,
        null,
        null,
        0,
        0,
        null,
        null,
        null,
        0,
        0,
        null);
  }

  Handover evolve(Recorded recorded, HandoverEvent event) {
    Draft next = new Draft(this, recorded.version());
    switch (event) {
      case Opened it -> {
        return opened(recorded, it);
      }
      case Planned it -> {
        next.status = Status.PLANNED;
        next.plan = it.plan();
        next.rules = it.rules();
        next.planned = Step.of(recorded);
        next.approved = null;
        next.digest = null;
        next.customers = 0;
        next.unplaced = 0;
      }
      case Approved it -> {
        next.status = Status.APPROVED;
        next.approved = Step.of(recorded);
        next.digest = it.digest();
        next.customers = it.customers();
        next.unplaced = it.unplaced();
      }
      case Allotted _ -> {}
      case Started it -> {
        next.status = Status.RUNNING;
        next.started = Step.of(recorded);
        next.operation = it.operation();
        next.moveAt = recorded.effectiveAt();
      }
      case Paused _ -> next.status = Status.PAUSED;
      case Resumed _ -> next.status = Status.RUNNING;
      case Cancelled _ -> {
        next.status = Status.CANCELLED;
        next.endedAt = recorded.recordedAt();
      }
      case CustomersMoved it -> next.moved += it.customers().size();
      case CustomersFailed it -> next.failed += it.customers().size();
      case Completed _ -> {
        next.status = Status.COMPLETED;
        next.endedAt = recorded.recordedAt();
      }
      case UndoStarted it -> {
        next.status = Status.UNDOING;
        next.undo = Step.of(recorded);
        next.undoOperation = it.operation();
      }
      case CustomersReturned it -> next.returned += it.customers().size();
      case CustomersKept it -> next.kept += it.customers().size();
      case Undone _ -> next.status = Status.UNDONE;
      case Closed _ -> {
        next.status = Status.CLOSED;
        next.closed = Step.of(recorded);
      }
    }
    return next.done();
  }

  /// The next state while it is put together.
  private static final class Draft {
    private final Handover before;
    private final long version;
    private Status status;
    private int plan;
    private @Nullable HandoverPlan rules;
    private @Nullable Step planned;
    private @Nullable Step approved;
    private @Nullable String digest;
    private int customers;
    private int unplaced;
    private @Nullable Instant moveAt;
    private @Nullable Step started;
    private @Nullable UUID operation;
    private int moved;
    private int failed;
    private @Nullable Instant endedAt;
    private @Nullable Step undo;
    private @Nullable UUID undoOperation;
    private int returned;
    private int kept;
    private @Nullable Step closed;

    Draft(Handover before, long version) {
      this.before = before;
      this.version = version;
      this.status = before.status;
      this.plan = before.plan;
      this.rules = before.rules;
      this.planned = before.planned;
      this.approved = before.approved;
      this.digest = before.digest;
      this.customers = before.customers;
      this.unplaced = before.unplaced;
      this.moveAt = before.moveAt;
      this.started = before.started;
      this.operation = before.operation;
      this.moved = before.moved;
      this.failed = before.failed;
      this.endedAt = before.endedAt;
      this.undo = before.undo;
      this.undoOperation = before.undoOperation;
      this.returned = before.returned;
      this.kept = before.kept;
      this.closed = before.closed;
    }

    Handover done() {
      return new Handover(
          before.id,
          version,
          status,
          before.cause,
          before.from,
          before.lastDay,
          before.reason,
          before.opened,
          plan,
          rules,
          planned,
          approved,
          digest,
          customers,
          unplaced,
          moveAt,
          started,
          operation,
          moved,
          failed,
          endedAt,
          undo,
          undoOperation,
          returned,
          kept,
          closed);
    }
  }
}

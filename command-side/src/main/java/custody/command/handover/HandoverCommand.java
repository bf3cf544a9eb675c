package custody.command.handover;

import custody.command.Command;
import custody.contract.CustomerId;
import custody.contract.HandoverEvent.Cause;
import custody.contract.HandoverEvent.LeftAlone;
import custody.contract.HandoverId;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.service.handover.Draft;
import custody.service.rights.Right;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A command to one handover case: the commands of the slice {@link Handover}.
public sealed interface HandoverCommand extends Command {
  @Override
  default Right right() {
    return Right.HAND_OVER;
  }

  HandoverId handover();

  @Override
  default UUID stream() {
    return handover().value();
  }

  @Override
  default Dating dating() {
    return Dating.NOW;
  }

  record Open(HandoverId handover, Cause cause, List<RepId> from, @Nullable LocalDate lastDay)
      implements HandoverCommand {
    public Open {
      from = List.copyOf(from);
    }

    @Override
    public Set<RepId> reps() {
      return Set.copyOf(from);
    }

    @Override
    public boolean needsReason() {
      return true;
    }
  }

  record Plan(HandoverId handover, HandoverPlan rules) implements HandoverCommand {
    @Override
    public Set<RepId> reps() {
      Set<RepId> reps = new HashSet<>();
      rules.receivers().stream().map(Receiver::rep).forEach(reps::add);
      for (HandoverPlan.Placement placement : rules.exceptions()) {
        if (placement.to() instanceof Holder.Owner(RepId rep)) {
          reps.add(rep);
        }
      }
      return reps;
    }
  }

  /// @param digest of what the approver has seen
  /// @param draft what was worked out last; null = nothing yet
  record Approve(HandoverId handover, String digest, @Nullable Draft draft)
      implements HandoverCommand {
    @Override
    public Set<RepId> reps() {
      Set<RepId> reps = new HashSet<>();
      if (draft != null) {
        draft
            .allotments()
            .forEach(
                allotment -> {
                  if (allotment.to() instanceof Holder.Owner(RepId rep)) {
                    reps.add(rep);
                  }
                });
      }
      return reps;
    }
  }

  /// Effective when the customers are to move: now, or later.
  ///
  /// @param operation under which its progress can be read
  record Execute(HandoverId handover, UUID operation) implements HandoverCommand {
    @Override
    public Dating dating() {
      return Dating.OWNERSHIP;
    }
  }

  record Pause(HandoverId handover) implements HandoverCommand {}

  record Resume(HandoverId handover) implements HandoverCommand {}

  record Cancel(HandoverId handover) implements HandoverCommand {
    @Override
    public boolean needsReason() {
      return true;
    }
  }

  /// What became of a part.
  record RecordMoved(HandoverId handover, int part, List<CustomerId> moved, List<LeftAlone> failed)
      implements HandoverCommand {
    public RecordMoved {
      moved = List.copyOf(moved);
      failed = List.copyOf(failed);
    }
  }

  record Undo(HandoverId handover, UUID operation) implements HandoverCommand {
    @Override
    public boolean needsReason() {
      return true;
    }
  }

  /// What became of a part in the undo.
  record RecordReturned(
      HandoverId handover, int part, List<CustomerId> returned, List<LeftAlone> kept)
      implements HandoverCommand {
    public RecordReturned {
      returned = List.copyOf(returned);
      kept = List.copyOf(kept);
    }
  }

  record Close(HandoverId handover) implements HandoverCommand {}
}

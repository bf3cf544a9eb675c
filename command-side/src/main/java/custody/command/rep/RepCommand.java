package custody.command.rep;

import custody.command.Command;
import custody.contract.ErasureBasis;
import custody.contract.ErasureId;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.RepId;
import custody.service.rights.Right;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// A command to one rep: the commands of the slice {@link Rep}.
public sealed interface RepCommand extends Command {
  RepId rep();

  @Override
  default Right right() {
    return switch (this) {
      case Join _, Move _ -> Right.KEEP_REPS;
      case AnnounceLeaving _, Leave _ -> Right.DISMISS_REPS;
      case ErasePersonalData _ -> Right.ERASE;
    };
  }

  @Override
  default UUID stream() {
    return rep().value();
  }

  /// @param rep a new id, or that of a rep who has left and comes back
  record Join(
      RepId rep, Personal<String> name, String team, String territory, List<ExternalId> externalIds)
      implements RepCommand {
    public Join {
      externalIds = List.copyOf(externalIds);
    }
  }

  record Move(RepId rep, String team, String territory) implements RepCommand {}

  /// @param lastDay the last working day, in the company's zone
  record AnnounceLeaving(RepId rep, LocalDate lastDay) implements RepCommand {}

  record Leave(RepId rep) implements RepCommand {}

  /// Recording it destroys the rep's keys. There is no request for it: only an approved case leads
  /// here.
  record ErasePersonalData(RepId rep, ErasureId erasure, ErasureBasis basis) implements RepCommand {
    @Override
    public boolean needsReason() {
      return true;
    }

    @Override
    public Dating dating() {
      return Dating.NOW;
    }
  }
}

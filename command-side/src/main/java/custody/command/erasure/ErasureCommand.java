package custody.command.erasure;

import custody.command.Command;
import custody.contract.Actor;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent.DestroyedKey;
import custody.contract.ErasureEvent.Subject;
import custody.contract.ErasureId;
import custody.service.rights.Right;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A command to one erasure case: the commands of the slice {@link Erasure}.
public sealed interface ErasureCommand extends Command {
  ErasureId erasure();

  record Open(ErasureId erasure, Subject subject, ErasureBasis basis) implements ErasureCommand {
    @Override
    public boolean needsReason() {
      return true;
    }
  }

  record Approve(ErasureId erasure) implements ErasureCommand {}

  record Refuse(ErasureId erasure) implements ErasureCommand {
    @Override
    public boolean needsReason() {
      return true;
    }
  }

  /// The list kept outside of the database says that it was carried out, but the database, restored
  /// from a backup, does not.
  record Reapply(
      ErasureId erasure,
      Subject subject,
      ErasureBasis basis,
      Actor requestedBy,
      Actor approvedBy,
      Instant erasedAt)
      implements ErasureCommand {}

  record Complete(ErasureId erasure, UUID event, List<DestroyedKey> keys, Map<String, Long> removed)
      implements ErasureCommand {
    public Complete {
      keys = List.copyOf(keys);
      removed = Map.copyOf(removed);
    }
  }

  @Override
  default Right right() {
    return Right.ERASE;
  }

  @Override
  default UUID stream() {
    return erasure().value();
  }

  @Override
  default Dating dating() {
    return Dating.NOW;
  }
}

package custody.command.correction;

import custody.command.CustomerCommand;
import custody.contract.CustomerId;
import custody.service.rights.Right;
import java.util.UUID;

/// Commands of the slice {@link Corrections}. All need a reason.
public sealed interface CorrectionCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.CORRECT;
  }

  /// From now on the fold leaves the event out.
  record VoidEvent(CustomerId customer, UUID event) implements CorrectionCommand {}

  @Override
  default boolean needsReason() {
    return true;
  }

  @Override
  default Dating dating() {
    return Dating.NOW;
  }
}

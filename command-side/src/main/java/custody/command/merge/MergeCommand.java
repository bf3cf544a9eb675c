package custody.command.merge;

import custody.command.CustomerCommand;
import custody.contract.CustomerId;
import custody.service.rights.Right;

/// Commands of the slice {@link Merge}.
public sealed interface MergeCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.AMEND;
  }

  @Override
  default boolean needsReason() {
    return true;
  }

  @Override
  default Dating dating() {
    return Dating.NOW;
  }

  /// @param into the entry that stays
  record MergeInto(CustomerId customer, CustomerId into) implements MergeCommand {}

  record RevertMerge(CustomerId customer) implements MergeCommand {}
}

package custody.command.erasure;

import custody.command.CustomerCommand;
import custody.contract.ContactId;
import custody.contract.CustomerId;
import custody.contract.ErasureBasis;
import custody.contract.ErasureId;
import custody.service.rights.Right;
import org.jspecify.annotations.Nullable;

/// What an approved erasure asks of the customer itself. There is no request for it: only a case
/// leads here.
public sealed interface PersonalDataCommand extends CustomerCommand {

  /// Recording it destroys the keys.
  ///
  /// @param contact the one contact person whose data it is; null = everything personal
  record Erase(
      CustomerId customer, ErasureId erasure, ErasureBasis basis, @Nullable ContactId contact)
      implements PersonalDataCommand {}

  @Override
  default Right right() {
    return Right.ERASE;
  }

  @Override
  default boolean needsReason() {
    return true;
  }

  @Override
  default Dating dating() {
    return Dating.NOW;
  }
}

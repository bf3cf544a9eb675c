package custody.command.churn;

import custody.command.CustomerCommand;
import custody.contract.ChurnEvent.Money;
import custody.contract.CustomerId;
import custody.contract.Personal;
import custody.service.rights.Right;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link Churn}.
public sealed interface ChurnCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.CHURN;
  }

  /// @param reason a code such as price, competitor, closed
  /// @param yearlyCost the yearly sales that are lost
  record RecordChurn(
      CustomerId customer,
      String reason,
      @Nullable Personal<String> note,
      @Nullable Money yearlyCost)
      implements ChurnCommand {}

  record WinBack(CustomerId customer, @Nullable Personal<String> note) implements ChurnCommand {}

  @Override
  default Dating dating() {
    return Dating.OCCURRENCE;
  }
}

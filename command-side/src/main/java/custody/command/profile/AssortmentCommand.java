package custody.command.profile;

import custody.command.CustomerCommand;
import custody.contract.CustomerId;
import custody.service.rights.Right;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link Assortment}.
public sealed interface AssortmentCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.AMEND;
  }

  record ReportAssortment(
      CustomerId customer,
      String product,
      @Nullable BigDecimal monthlyVolume,
      @Nullable BigDecimal stock)
      implements AssortmentCommand {}
}

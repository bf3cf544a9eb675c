package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Something a rule wants done with a customer by a day.
///
/// @param name the customer's, if it is known
/// @param on the last day on which it is in time
public record Due(
    RuleVersion rule, CustomerId customer, @Nullable String name, RepId rep, LocalDate on) {
  public boolean overdue(LocalDate today) {
    return on.isBefore(today);
  }
}

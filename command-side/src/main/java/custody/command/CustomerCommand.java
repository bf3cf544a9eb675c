package custody.command;

import custody.contract.CustomerId;
import custody.contract.RepId;
import java.util.Set;
import java.util.UUID;

/// A command to one customer.
public interface CustomerCommand extends Command {
  CustomerId customer();

  /// The reps that the decision asks about; the shell looks them up beforehand.
  default Set<RepId> reps() {
    return Set.of();
  }

  @Override
  default UUID stream() {
    return customer().value();
  }
}

package custody.command;

import custody.contract.CustomerId;
import java.util.UUID;

/// A command to one customer.
public interface CustomerCommand extends Command {
  CustomerId customer();

  @Override
  default UUID stream() {
    return customer().value();
  }
}

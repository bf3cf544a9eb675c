package custody.command.profile;

import custody.command.CustomerCommand;
import custody.contract.CustomerId;
import custody.contract.DateId;
import custody.contract.ProfileEvent.ImportantDate;
import custody.service.rights.Right;

/// Commands of the slice {@link Dates}.
public sealed interface DateCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.AMEND;
  }

  /// Sets a new date, or one that is there anew.
  record SetDate(CustomerId customer, DateId date, ImportantDate details) implements DateCommand {}

  record RemoveDate(CustomerId customer, DateId date) implements DateCommand {}
}

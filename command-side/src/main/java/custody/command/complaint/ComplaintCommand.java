package custody.command.complaint;

import custody.command.CustomerCommand;
import custody.contract.Actor;
import custody.contract.ComplaintEvent.Complaint;
import custody.contract.ComplaintId;
import custody.contract.CustomerId;
import custody.contract.Personal;
import custody.service.rights.Right;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link Complaints}.
public sealed interface ComplaintCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.COMPLAIN;
  }

  /// Effective from the time the customer complained.
  record RaiseComplaint(CustomerId customer, ComplaintId complaint, Complaint details)
      implements ComplaintCommand {}

  /// @param to null = whoever is above
  record EscalateComplaint(
      CustomerId customer,
      ComplaintId complaint,
      @Nullable Actor to,
      @Nullable Personal<String> note)
      implements ComplaintCommand {}

  record ResolveComplaint(
      CustomerId customer,
      ComplaintId complaint,
      @Nullable String outcome,
      Personal<String> resolution)
      implements ComplaintCommand {}

  @Override
  default Dating dating() {
    return Dating.OCCURRENCE;
  }
}

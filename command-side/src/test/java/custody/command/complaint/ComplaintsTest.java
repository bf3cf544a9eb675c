package custody.command.complaint;

import static custody.command.DeciderSpecification.eventId;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.registered;

import custody.command.DeciderSpecification;
import custody.command.complaint.ComplaintCommand.EscalateComplaint;
import custody.command.complaint.ComplaintCommand.RaiseComplaint;
import custody.command.complaint.ComplaintCommand.ResolveComplaint;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.contract.ComplaintEvent.Complaint;
import custody.contract.ComplaintEvent.ComplaintEscalated;
import custody.contract.ComplaintEvent.ComplaintRaised;
import custody.contract.ComplaintEvent.ComplaintResolved;
import custody.contract.ComplaintEvent.Severity;
import custody.contract.ComplaintId;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.Personal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private static final ComplaintId LATE = ComplaintId.create();
  private static final Complaint DETAILS =
      new Complaint("delivery", Severity.HIGH, Personal.of("三天没送到"), null, null);
  private static final ComplaintResolved RESOLVED =
      new ComplaintResolved(LATE, "replaced", Personal.of("今天送到"));
  private static final ResolveComplaint RESOLVE =
      new ResolveComplaint(CUSTOMER, LATE, "replaced", Personal.of("今天送到"));
  private static final EscalateComplaint ESCALATE =
      new EscalateComplaint(CUSTOMER, LATE, null, null);

  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of())).given(0, registered(PUBLIC)).today(40);

  private DeciderSpecification<Customer> raised() {
    return customer.given(40, 30, new ComplaintRaised(LATE, DETAILS));
  }

  @Test
  void aCustomerComplainsAndThatIsRecordedLater() {
    customer
        .whenDated(30, new RaiseComplaint(CUSTOMER, LATE, DETAILS))
        .then(new ComplaintRaised(LATE, DETAILS));
  }

  @Test
  void nobodyComplainsTomorrow() {
    customer
        .whenDated(41, new RaiseComplaint(CUSTOMER, LATE, DETAILS))
        .thenRejected("effective-time-too-late");
  }

  @Test
  void whatIsOpenIsEscalatedAndResolved() {
    raised().when(ESCALATE).then(new ComplaintEscalated(LATE, null, null));
    customer.when(RESOLVE).then(RESOLVED);
  }

  @Test
  void whatIsResolvedStaysResolved() {
    raised().given(41, RESOLVED).when(RESOLVE).thenRejected("complaint-resolved");
    customer.when(ESCALATE).thenRejected("complaint-resolved");
    customer.whenDated(35, ESCALATE).thenRejected("complaint-resolved");
  }

  @Test
  void aVoidedResolutionLeavesItOpen() {
    raised().given(41, RESOLVED).given(42, new Voided(eventId(2))).when(RESOLVE).then(RESOLVED);
  }

  @Test
  void beforeItWasRaisedThereIsNoComplaint() {
    raised().whenDated(29, RESOLVE).thenRejected("complaint-not-found");
  }
}

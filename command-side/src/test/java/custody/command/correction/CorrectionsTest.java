package custody.command.correction;

import static custody.command.DeciderSpecification.eventId;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.registered;
import static custody.command.Samples.texts;

import custody.command.DeciderSpecification;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.ProfileEvent.Amended;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CorrectionsTest {
  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of()))
          .given(0, registered(PUBLIC))
          .given(1, new Amended(texts("name", "A")));

  @Test
  void aMistakeIsVoidedWithAReason() {
    customer.when(new VoidEvent(CUSTOMER, eventId(1))).then(new Voided(eventId(1)));
    customer.whenWithoutReason(new VoidEvent(CUSTOMER, eventId(1))).thenRejected("reason-missing");
  }

  @Test
  void aCustomerIsNotVoidedAway() {
    customer.when(new VoidEvent(CUSTOMER, eventId(0))).thenRejected("not-voidable");
  }

  @Test
  void whatIsVoidedStaysVoided() {
    customer
        .given(2, new Voided(eventId(1)))
        .when(new VoidEvent(CUSTOMER, eventId(1)))
        .thenRejected("already-voided");
    customer.when(new VoidEvent(CUSTOMER, eventId(2))).thenRejected("not-voidable");
  }

  @Test
  void onlyTheCustomersOwnEventsAreVoided() {
    customer.when(new VoidEvent(CUSTOMER, new UUID(1, 1))).thenRejected("event-not-found");
  }

  @Test
  void aCorrectionCountsFromNowOn() {
    customer
        .whenDated(0, new VoidEvent(CUSTOMER, eventId(1)))
        .thenRejected("effective-time-not-allowed");
  }
}

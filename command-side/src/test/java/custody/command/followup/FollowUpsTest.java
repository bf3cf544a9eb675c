package custody.command.followup;

import static custody.command.DeciderSpecification.day;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.LI;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.WANG;
import static custody.command.Samples.registered;

import custody.command.DeciderSpecification;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.command.followup.FollowUpCommand.AmendFollowUp;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.FollowUpId;
import custody.contract.Personal;
import custody.contract.RepId;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FollowUpsTest {
  private static final FollowUpId CALL = FollowUpId.create();
  private static final NextStep OFFER =
      new NextStep(Personal.of("send the offer"), LocalDate.of(2026, 2, 1));

  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of()))
          .rep(LI, 0, 20)
          .given(0, registered(PUBLIC))
          .today(10);

  private static FollowUp call(int day, String summary, @Nullable NextStep nextStep) {
    return call(day, LI, summary, nextStep);
  }

  private static FollowUp call(int day, RepId rep, String summary, @Nullable NextStep nextStep) {
    return new FollowUp(Medium.CALL, day(day), rep, Personal.of(summary), null, nextStep);
  }

  @Test
  void aContactWithTheCustomerIsRecorded() {
    customer
        .when(new RecordFollowUp(CUSTOMER, CALL, call(5, "asked for prices", OFFER)))
        .then(new FollowUpRecorded(CALL, call(5, "asked for prices", OFFER)));
  }

  @Test
  void whatHasNotTakenPlaceYetIsNoFollowUp() {
    customer
        .when(new RecordFollowUp(CUSTOMER, CALL, call(11, "will ask", null)))
        .thenRejected("effective-time-too-late");
  }

  @Test
  void nobodyMetACustomerThatWasNotThere() {
    customer
        .when(new RecordFollowUp(CUSTOMER, CALL, call(-1, "asked", null)))
        .thenRejected("before-registration");
  }

  @Test
  void whoMadeTheContactMustBeKnownAndNotHaveLeft() {
    customer
        .when(new RecordFollowUp(CUSTOMER, CALL, call(5, WANG, "asked", null)))
        .thenRejected("unknown-rep");
    customer
        .today(30)
        .when(new RecordFollowUp(CUSTOMER, CALL, call(20, "asked", null)))
        .thenRejected("rep-not-active");
  }

  @Test
  void theSameRecordingAgainIsNoNewsEvenIfVoided() {
    customer
        .given(6, 5, new FollowUpRecorded(CALL, call(5, "asked", null)))
        .given(7, new Voided(DeciderSpecification.eventId(1)))
        .when(new RecordFollowUp(CUSTOMER, CALL, call(5, "asked", null)))
        .thenNothing();
    customer
        .when(new RecordFollowUp(CUSTOMER, CALL, call(5, "asked again", null)))
        .thenRejected("follow-up-exists");
  }

  @Test
  void aFollowUpIsAmendedAsAWhole() {
    customer
        .given(6, 5, new FollowUpRecorded(CALL, call(5, "asked", null)))
        .when(new AmendFollowUp(CUSTOMER, CALL, call(5, "ordered", OFFER)))
        .then(new FollowUpAmended(CALL, call(5, "ordered", OFFER)));
    customer.when(new AmendFollowUp(CUSTOMER, CALL, call(5, "asked", null))).thenNothing();
    customer
        .when(new AmendFollowUp(CUSTOMER, CALL, call(11, "asked", null)))
        .thenRejected("occurred-in-future");
    customer
        .when(new AmendFollowUp(CUSTOMER, FollowUpId.create(), call(5, "asked", null)))
        .thenRejected("follow-up-not-found");
  }

  @Test
  void aPromiseIsKeptOnce() {
    customer
        .given(6, 5, new FollowUpRecorded(CALL, call(5, "asked", OFFER)))
        .when(new CompleteNextStep(CUSTOMER, CALL, Personal.of("sent")))
        .then(new NextStepDone(CALL, Personal.of("sent")));
    customer
        .given(7, new NextStepDone(CALL, null))
        .when(new CompleteNextStep(CUSTOMER, CALL, null))
        .thenRejected("no-open-next-step");
    customer
        .given(8, new Voided(DeciderSpecification.eventId(2)))
        .when(new CompleteNextStep(CUSTOMER, CALL, null))
        .then(new NextStepDone(CALL, null));
  }

  @Test
  void whatWasNotPromisedCannotBeKept() {
    customer
        .given(6, 5, new FollowUpRecorded(CALL, call(5, "asked", null)))
        .when(new CompleteNextStep(CUSTOMER, CALL, null))
        .thenRejected("no-open-next-step");
    customer
        .whenDated(4, new CompleteNextStep(CUSTOMER, CALL, null))
        .thenRejected("follow-up-not-found");
  }
}

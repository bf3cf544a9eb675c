package custody.command.erasure;

import static custody.command.DeciderSpecification.day;

import custody.command.DeciderSpecification;
import custody.command.erasure.ErasureCommand.Approve;
import custody.command.erasure.ErasureCommand.Complete;
import custody.command.erasure.ErasureCommand.Open;
import custody.command.erasure.ErasureCommand.Reapply;
import custody.command.erasure.ErasureCommand.Refuse;
import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent.Approved;
import custody.contract.ErasureEvent.Completed;
import custody.contract.ErasureEvent.Reapplied;
import custody.contract.ErasureEvent.Refused;
import custody.contract.ErasureEvent.Requested;
import custody.contract.ErasureEvent.Subject;
import custody.contract.ErasureId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasureCaseTest {
  private static final ErasureId CASE = ErasureId.create();
  private static final Subject SUBJECT = Subject.customer(CustomerId.create(), null);
  private static final Requested REQUESTED = new Requested(SUBJECT, ErasureBasis.CONSENT);
  private static final Actor ANOTHER = new Actor(Actor.Kind.USER, "another-admin");
  private static final UUID EVENT = UUID.randomUUID();

  private final DeciderSpecification<Erasure> erasure =
      DeciderSpecification.of(new ErasureDecider());

  @Test
  void itIsAskedForWithAReason() {
    erasure.when(new Open(CASE, SUBJECT, ErasureBasis.CONSENT)).then(REQUESTED);
    erasure
        .whenWithoutReason(new Open(CASE, SUBJECT, ErasureBasis.CONSENT))
        .thenRejected("reason-missing");
  }

  @Test
  void whoAskedForItCannotApproveIt() {
    erasure.given(0, REQUESTED);
    erasure.when(new Approve(CASE)).thenRejected("erasure-second-person-needed");
    erasure.whenAskedBy(ANOTHER, new Approve(CASE)).then(new Approved());
  }

  @Test
  void whatIsDecidedStaysDecided() {
    erasure.given(0, REQUESTED).given(1, new Refused());
    erasure.whenAskedBy(ANOTHER, new Approve(CASE)).thenRejected("erasure-settled");
    erasure.when(new Refuse(CASE)).thenRejected("erasure-settled");
    erasure.when(new Complete(CASE, EVENT, List.of(), Map.of())).thenRejected("erasure-settled");
  }

  @Test
  void itIsCompletedOnceItWasApproved() {
    erasure.when(new Approve(CASE)).thenRejected("erasure-not-found");
    erasure.given(0, REQUESTED);
    erasure.when(new Complete(CASE, EVENT, List.of(), Map.of())).thenRejected("erasure-settled");
    erasure.given(1, new Approved());
    erasure
        .when(new Complete(CASE, EVENT, List.of(), Map.of("claims", 1L)))
        .then(new Completed(EVENT, List.of(), Map.of("claims", 1L)));
    erasure.given(2, new Completed(EVENT, List.of(), Map.of()));
    erasure.when(new Complete(CASE, EVENT, List.of(), Map.of())).thenNothing();
  }

  @Test
  void aBackupThatKnowsNothingOfItIsToldAgain() {
    Actor asked = new Actor(Actor.Kind.USER, "alice");
    Reapply reapply = new Reapply(CASE, SUBJECT, ErasureBasis.CONSENT, asked, ANOTHER, day(3));
    erasure
        .when(reapply)
        .then(new Reapplied(SUBJECT, ErasureBasis.CONSENT, asked, ANOTHER, day(3)));
    erasure
        .given(0, REQUESTED)
        .when(reapply)
        .then(new Reapplied(SUBJECT, ErasureBasis.CONSENT, asked, ANOTHER, day(3)));
    erasure.given(1, new Approved()).when(reapply).thenNothing();
  }
}

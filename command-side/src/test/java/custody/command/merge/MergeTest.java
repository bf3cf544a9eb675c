package custody.command.merge;

import static custody.command.DeciderSpecification.eventId;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.registered;

import custody.command.DeciderSpecification;
import custody.command.Facts.Other;
import custody.command.churn.ChurnCommand.WinBack;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.command.merge.MergeCommand.MergeInto;
import custody.command.merge.MergeCommand.RevertMerge;
import custody.command.ownership.OwnershipCommand.Release;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerId;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.store.Turn;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static final CustomerId STAYS = CustomerId.create();
  private static final MergeInto MERGE = new MergeInto(CUSTOMER, STAYS);
  private static final Merged MERGED = new Merged(STAYS);

  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of()))
          .given(0, registered(PUBLIC))
          .other(other(null))
          .today(40);

  @Test
  void whatWasEnteredTwiceIsMergedAndRevertedByAPersonWhoSaysWhy() {
    customer.whenWithoutReason(MERGE).thenRejected("reason-missing");
    customer.when(new RevertMerge(CUSTOMER)).thenRejected("not-merged");
    customer.when(MERGE).then(MERGED);
    customer.given(40, MERGED).when(MERGE).thenRejected("customer-merged");
    customer.when(new RevertMerge(CUSTOMER)).then(new MergeReverted());
    customer.given(41, new MergeReverted()).today(42).when(MERGE).then(MERGED);
  }

  @Test
  void theOneThatStaysIsThereIsAnotherOneAndStaysItself() {
    customer.when(new MergeInto(CUSTOMER, CUSTOMER)).thenRejected("merge-with-itself");
    customer.other(null).when(MERGE).thenRejected("customer-not-found");
    customer.other(other(CustomerId.create())).when(MERGE).thenRejected("customer-merged");
  }

  @Test
  void theEndOfAMergeStays() {
    customer
        .given(40, MERGED)
        .given(41, new MergeReverted())
        .today(42)
        .when(new VoidEvent(CUSTOMER, eventId(2)))
        .thenRejected("not-voidable");
  }

  private static Other other(@Nullable CustomerId mergedInto) {
    return new Other(mergedInto, new Turn(CUSTOMER.value(), 1, 0));
  }

  @Test
  void workGoesOnWithTheOtherOneWhileSomebodyStillHoldsThisOne() {
    customer.given(40, MERGED).when(new WinBack(CUSTOMER, null)).thenRejected("customer-merged");
    customer.when(new Release(CUSTOMER, "public")).thenRejected("not-owned");
    customer.when(new VoidEvent(CUSTOMER, eventId(1))).then(new Voided(eventId(1)));
    customer
        .given(41, new Voided(eventId(1)))
        .today(42)
        .when(new WinBack(CUSTOMER, null))
        .thenRejected("not-lost");
  }
}

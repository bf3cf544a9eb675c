package custody.command.churn;

import static custody.command.DeciderSpecification.eventId;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.registered;

import custody.command.DeciderSpecification;
import custody.command.churn.ChurnCommand.RecordChurn;
import custody.command.churn.ChurnCommand.WinBack;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.contract.ChurnEvent.ChurnRecorded;
import custody.contract.ChurnEvent.Money;
import custody.contract.ChurnEvent.WonBack;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.Personal;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChurnTest {
  private static final Money COST = new Money(new BigDecimal("120000"), "CNY");
  private static final RecordChurn LOSE =
      new RecordChurn(CUSTOMER, "competitor", Personal.of("更便宜"), COST);
  private static final ChurnRecorded LOST =
      new ChurnRecorded("competitor", Personal.of("更便宜"), COST);
  private static final WinBack WIN_BACK = new WinBack(CUSTOMER, null);

  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of())).given(0, registered(PUBLIC)).today(40);

  @Test
  void aCustomerIsLostAndWonBack() {
    customer.when(LOSE).then(LOST);
    customer.when(WIN_BACK).thenRejected("not-lost");
    customer.given(40, LOST).when(WIN_BACK).then(new WonBack(null));
    customer.given(41, new WonBack(null)).when(LOSE).then(LOST);
  }

  @Test
  void nobodyIsLostTwice() {
    customer.given(40, 35, LOST).when(LOSE).thenRejected("already-lost");
    customer.given(41, new Voided(eventId(1))).when(LOSE).then(LOST);
  }

  @Test
  void whatCountsIsWhetherTheCustomerWasLostThen() {
    customer.given(40, 35, LOST).whenDated(34, WIN_BACK).thenRejected("not-lost");
    customer.whenDated(36, WIN_BACK).then(new WonBack(null));
  }
}

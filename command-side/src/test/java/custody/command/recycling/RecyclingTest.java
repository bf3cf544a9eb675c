package custody.command.recycling;

import static custody.command.DeciderSpecification.day;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.LI;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.registered;

import custody.command.DeciderSpecification;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.command.recycling.RecyclingCommand.EndExemption;
import custody.command.recycling.RecyclingCommand.Exempt;
import custody.command.recycling.RecyclingCommand.Recycle;
import custody.contract.ExemptionId;
import custody.contract.Holder.Owner;
import custody.contract.Holder.Pool;
import custody.contract.OwnershipEvent.Recycled;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RecyclingEvent.ExemptionEnded;
import custody.contract.RuleId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecyclingTest {
  private static final RuleId RULE = RuleId.create();
  private static final ExemptionId EXEMPTION = ExemptionId.create();
  private static final Recycle RECYCLE = new Recycle(CUSTOMER, RULE, 3, "north");

  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of())).rep(LI, 0, 1000);

  private DeciderSpecification<Customer> ownedByLi() {
    return customer.given(0, registered(new Owner(LI))).today(40);
  }

  @Test
  void aRuleTakesACustomerBackAndSaysWhichVersionOfItDid() {
    ownedByLi().when(RECYCLE).then(new Recycled(LI, new Pool("north"), RULE, 3));
  }

  @Test
  void whatIsInAPoolIsNotTakenBack() {
    customer.given(0, registered(PUBLIC)).when(RECYCLE).thenRejected("not-owned");
  }

  @Test
  void anExemptionHoldsUntilItSays() {
    ownedByLi().given(40, new Exempted(EXEMPTION, null, day(50)));

    customer.whenDated(49, RECYCLE).thenRejected("exempt");
    customer.whenDated(50, RECYCLE).then(new Recycled(LI, new Pool("north"), RULE, 3));
  }

  @Test
  void anExemptionFromOneRuleIsNoneFromAnother() {
    ownedByLi().given(40, new Exempted(EXEMPTION, RuleId.create(), day(50)));

    customer.when(RECYCLE).then(new Recycled(LI, new Pool("north"), RULE, 3));
  }

  @Test
  void anExemptionNeedsAReasonAndAnEnd() {
    ownedByLi()
        .whenWithoutReason(new Exempt(CUSTOMER, EXEMPTION, null, day(50)))
        .thenRejected("reason-missing");
    customer.when(new Exempt(CUSTOMER, EXEMPTION, null, day(40))).thenRejected("until-too-early");
    customer
        .when(new Exempt(CUSTOMER, EXEMPTION, RULE, day(50)))
        .then(new Exempted(EXEMPTION, RULE, day(50)));
  }

  @Test
  void anExemptionIsEndedBeforeItsTime() {
    ownedByLi().given(40, new Exempted(EXEMPTION, null, day(50)));

    customer.when(new EndExemption(CUSTOMER, EXEMPTION)).then(new ExemptionEnded(EXEMPTION));
    customer
        .given(41, new ExemptionEnded(EXEMPTION))
        .when(RECYCLE)
        .then(new Recycled(LI, new Pool("north"), RULE, 3));
    customer.when(new EndExemption(CUSTOMER, EXEMPTION)).thenNothing();
  }
}

package custody.command.ownership;

import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.LI;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.WANG;
import static custody.command.Samples.ZHAO;
import static custody.command.Samples.registered;
import static org.assertj.core.api.Assertions.assertThat;

import custody.command.DeciderSpecification;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.GiveBack;
import custody.command.ownership.OwnershipCommand.HandOver;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.Holder.Owner;
import custody.contract.Holder.Pool;
import custody.contract.OwnershipEvent.Assigned;
import custody.contract.OwnershipEvent.Claimed;
import custody.contract.OwnershipEvent.Recycled;
import custody.contract.OwnershipEvent.Released;
import custody.contract.OwnershipEvent.Transferred;
import custody.contract.RepId;
import custody.contract.Rule.PoolLimits;
import custody.contract.RuleId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of()))
          .rep(LI, 0, 1000)
          .rep(WANG, 0, 1000)
          .rep(ZHAO, 20, 50);

  private DeciderSpecification<Customer> ownedByLi() {
    return customer.given(0, registered(new Owner(LI))).today(40);
  }

  private DeciderSpecification<Customer> inPool() {
    return customer.given(0, registered(PUBLIC)).today(40);
  }

  @Test
  void aManagerAssignsACustomerOfThePool() {
    inPool().when(new Assign(CUSTOMER, WANG)).then(new Assigned(new Owner(WANG)));
  }

  @Test
  void aCustomerWithAnOwnerCannotBeAssigned() {
    ownedByLi().when(new Assign(CUSTOMER, WANG)).thenRejected("not-in-pool");
  }

  @Test
  void aCustomerMovesFromItsOwnerToAnother() {
    ownedByLi().when(new Transfer(CUSTOMER, WANG)).then(new Transferred(LI, new Owner(WANG)));
  }

  @Test
  void aCustomerInThePoolHasNobodyToBeTransferredFrom() {
    inPool().when(new Transfer(CUSTOMER, WANG)).thenRejected("not-owned");
  }

  @Test
  void aTransferToTheOwnerIsRefused() {
    ownedByLi().when(new Transfer(CUSTOMER, LI)).thenRejected("already-owner");
  }

  @Test
  void fromTheAnnouncementOnALeaverGetsNoCustomerHoweverItIsDated() {
    ownedByLi().rep(WANG, 0, 30, 100);
    customer.when(new Transfer(CUSTOMER, WANG)).thenRejected("rep-leaving");
    customer.whenDated(29, new Transfer(CUSTOMER, WANG)).thenRejected("rep-leaving");
    customer.when(new HandOver(CUSTOMER, LI, new Owner(WANG))).thenRejected("rep-leaving");
    customer
        .whenImported(35, new Transfer(CUSTOMER, WANG))
        .then(new Transferred(LI, new Owner(WANG)));
    customer
        .today(25)
        .when(new Transfer(CUSTOMER, WANG))
        .then(new Transferred(LI, new Owner(WANG)));
  }

  @Test
  void aHandoverMovesOnlyWhatNobodyElseHasMoved() {
    ownedByLi()
        .whenDated(39, new HandOver(CUSTOMER, LI, new Owner(WANG)))
        .then(new Transferred(LI, new Owner(WANG)));
    customer
        .when(new HandOver(CUSTOMER, LI, new Pool("east")))
        .then(new Released(LI, new Pool("east")));
    customer.when(new HandOver(CUSTOMER, WANG, new Owner(LI))).thenRejected("moved-meanwhile");
    // It went away and came back after the time at which the case moves it.
    customer.given(40, new Released(LI, PUBLIC)).given(40, new Assigned(new Owner(LI)));
    customer
        .whenDated(39, new HandOver(CUSTOMER, LI, new Owner(WANG)))
        .thenRejected("moved-meanwhile");
  }

  @Test
  void anUndoneHandoverGivesBackAlsoToALeaver() {
    ownedByLi().rep(LI, 0, 30, 100).given(40, new Transferred(LI, new Owner(WANG)));
    customer
        .when(new GiveBack(CUSTOMER, new Owner(WANG), LI))
        .then(new Transferred(WANG, new Owner(LI)));
    customer.when(new GiveBack(CUSTOMER, PUBLIC, LI)).thenRejected("moved-meanwhile");
    customer
        .today(100)
        .when(new GiveBack(CUSTOMER, new Owner(WANG), LI))
        .thenRejected("rep-not-active");
    customer
        .given(100, new Released(WANG, PUBLIC))
        .rep(LI, 0, 900)
        .when(new GiveBack(CUSTOMER, PUBLIC, LI))
        .then(new Assigned(new Owner(LI)));
  }

  @Test
  void aRepClaimsACustomerFromItsPool() {
    inPool().when(new Claim(CUSTOMER, WANG)).then(new Claimed(PUBLIC, new Owner(WANG)));
  }

  @Test
  void whatIsOwnedCannotBeClaimed() {
    ownedByLi().when(new Claim(CUSTOMER, WANG)).thenRejected("not-in-pool");
  }

  @Test
  void anOwnerGivesACustomerBackToANamedPool() {
    ownedByLi().when(new Release(CUSTOMER, "east")).then(new Released(LI, new Pool("east")));
  }

  @Test
  void withoutANameItIsTheConfiguredPool() {
    ownedByLi().when(new Release(CUSTOMER, null)).then(new Released(LI, PUBLIC));
  }

  @Test
  void whatIsInAPoolCannotBeReleased() {
    inPool().when(new Release(CUSTOMER, "east")).thenRejected("not-owned");
  }

  @Test
  void everyMoveNeedsAReason() {
    ownedByLi().whenWithoutReason(new Transfer(CUSTOMER, WANG)).thenRejected("reason-missing");
    customer.whenWithoutReason(new Release(CUSTOMER, null)).thenRejected("reason-missing");
  }

  @Test
  void theNewOwnerMustBeActiveAtTheEffectiveTime() {
    ownedByLi()
        .today(45)
        .whenDated(45, new Transfer(CUSTOMER, ZHAO))
        .then(new Transferred(LI, new Owner(ZHAO)));
    customer.whenDated(50, new Transfer(CUSTOMER, ZHAO)).thenRejected("rep-not-active");
    customer.whenDated(19, new Transfer(CUSTOMER, ZHAO)).thenRejected("rep-not-active");
  }

  @Test
  void nobodyOwnsWhoNeverJoined() {
    DeciderSpecification.of(new CustomerDecider(Set.of()))
        .given(0, registered(PUBLIC))
        .when(new Claim(CUSTOMER, WANG))
        .thenRejected("unknown-rep");
  }

  @Test
  void aMoveIsJudgedByWhoHasTheCustomerAtItsOwnTime() {
    ownedByLi()
        .given(30, new Transferred(LI, new Owner(WANG)))
        .today(40)
        .whenDated(20, new Transfer(CUSTOMER, WANG))
        .then(new Transferred(LI, new Owner(WANG)));
    customer.whenDated(30, new Transfer(CUSTOMER, WANG)).thenRejected("already-owner");
  }

  @Test
  void aMoveDatedAheadDoesNotHoldYet() {
    ownedByLi()
        .given(35, 60, new Released(LI, PUBLIC))
        .today(40)
        .when(new Claim(CUSTOMER, WANG))
        .thenRejected("not-in-pool");
    customer.whenDated(61, new Claim(CUSTOMER, WANG)).then(new Claimed(PUBLIC, new Owner(WANG)));
  }

  @Test
  void aVoidedMoveDoesNotCount() {
    ownedByLi()
        .given(30, new Transferred(LI, new Owner(WANG)))
        .given(31, new Voided(DeciderSpecification.eventId(1)))
        .today(40)
        .when(new Transfer(CUSTOMER, LI))
        .thenRejected("already-owner");
  }

  @Test
  void aMoveMayBeDatedBackAndAheadOnlyAsFarAsThePolicyAllows() {
    ownedByLi()
        .whenDated(10, new Transfer(CUSTOMER, WANG))
        .then(new Transferred(LI, new Owner(WANG)));
    customer.whenDated(9, new Transfer(CUSTOMER, WANG)).thenRejected("effective-time-too-early");
    customer
        .whenDated(100, new Transfer(CUSTOMER, WANG))
        .then(new Transferred(LI, new Owner(WANG)));
    customer.whenDated(101, new Transfer(CUSTOMER, WANG)).thenRejected("effective-time-too-late");
  }

  @Test
  void importedMovesMayBeOlder() {
    ownedByLi()
        .whenImported(1, new Transfer(CUSTOMER, WANG))
        .then(new Transferred(LI, new Owner(WANG)));
  }

  @Test
  void importedMovesAreNotOlderThanTheCustomer() {
    ownedByLi().whenImported(-1, new Transfer(CUSTOMER, WANG)).thenRejected("before-registration");
  }

  private static final Pool NORTH = new Pool("north");

  private DeciderSpecification<Customer> inNorth() {
    return customer.given(0, registered(NORTH)).today(40);
  }

  @Test
  void whoHasClaimedEnoughTodayClaimsNoMore() {
    inNorth().load(0, 2).when(new Claim(CUSTOMER, WANG)).then(new Claimed(NORTH, new Owner(WANG)));
    customer.load(0, 3).when(new Claim(CUSTOMER, WANG)).thenRejected("claim-limit-day");
  }

  @Test
  void whoHasEnoughCustomersClaimsNoMore() {
    inNorth().load(9, 0).when(new Claim(CUSTOMER, WANG)).then(new Claimed(NORTH, new Owner(WANG)));
    customer.load(10, 0).when(new Claim(CUSTOMER, WANG)).thenRejected("claim-limit-held");
  }

  @Test
  void aRuleSaysOtherLimitsThanTheConfiguration() {
    PoolLimits looser = new PoolLimits(List.of("north"), 5, null, null);
    inNorth().limits(looser).load(99, 4);
    customer.when(new Claim(CUSTOMER, WANG)).then(new Claimed(NORTH, new Owner(WANG)));
    customer.load(99, 5).when(new Claim(CUSTOMER, WANG)).thenRejected("claim-limit-day");
  }

  @Test
  void ofSeveralRulesAboutAPoolEachIsKept() {
    PoolLimits everywhere = new PoolLimits(List.of(), 9, 20, null);
    PoolLimits here = new PoolLimits(List.of("north"), 2, 30, null);
    inNorth().limits(everywhere, here).load(0, 2);
    customer.when(new Claim(CUSTOMER, WANG)).thenRejected("claim-limit-day");
    customer.load(20, 0).when(new Claim(CUSTOMER, WANG)).thenRejected("claim-limit-held");
    customer.load(19, 1).when(new Claim(CUSTOMER, WANG)).then(new Claimed(NORTH, new Owner(WANG)));
  }

  @Test
  void aRuleAboutAnotherPoolLeavesTheConfiguration() {
    inNorth().limits(new PoolLimits(List.of("east"), 9, null, null)).load(0, 3);
    customer.when(new Claim(CUSTOMER, WANG)).thenRejected("claim-limit-day");
  }

  @Test
  void aRuleMayBanNobodyOrLonger() {
    customer
        .given(0, registered(new Owner(LI)))
        .given(30, new Released(LI, NORTH))
        .today(40)
        .load(0, 0);
    customer
        .limits(new PoolLimits(List.of(), 5, null, null))
        .when(new Claim(CUSTOMER, LI))
        .then(new Claimed(NORTH, new Owner(LI)));
    customer
        .limits(new PoolLimits(List.of(), null, null, 30))
        .today(59)
        .when(new Claim(CUSTOMER, LI))
        .thenRejected("claim-banned");
    customer.today(60).when(new Claim(CUSTOMER, LI)).then(new Claimed(NORTH, new Owner(LI)));
  }

  @Test
  void aManagerAssignsWhateverTheLimits() {
    inNorth().load(10, 3).when(new Assign(CUSTOMER, WANG)).then(new Assigned(new Owner(WANG)));
  }

  @Test
  void whatARepGaveBackIsForOthersFirst() {
    customer
        .given(0, registered(new Owner(LI)))
        .given(30, new Released(LI, NORTH))
        .today(40)
        .load(0, 0);

    customer.when(new Claim(CUSTOMER, LI)).thenRejected("claim-banned");
    customer.when(new Claim(CUSTOMER, WANG)).then(new Claimed(NORTH, new Owner(WANG)));
    customer.today(50).when(new Claim(CUSTOMER, LI)).then(new Claimed(NORTH, new Owner(LI)));
  }

  @Test
  void whatARuleTookFromARepIsForOthersFirst() {
    customer
        .given(0, registered(new Owner(LI)))
        .given(30, new Recycled(LI, NORTH, RuleId.create(), 1))
        .today(49)
        .load(0, 0)
        .when(new Claim(CUSTOMER, LI))
        .thenRejected("claim-banned");
  }

  @Test
  void whatWasImportedTookPlaceWhateverTheLimits() {
    inNorth()
        .load(10, 3)
        .whenImported(30, new Claim(CUSTOMER, WANG))
        .then(new Claimed(NORTH, new Owner(WANG)));
  }

  @Test
  void wherePoolsAreDefinedThereAreNoOthers() {
    ownedByLi().when(new Release(CUSTOMER, "nroth")).thenRejected("pool-unknown");
    customer.when(new Release(CUSTOMER, null)).then(new Released(LI, PUBLIC));
  }

  @Test
  void whoHasACustomerOrWillIsKnownByRep() {
    inNorth()
        .given(40, new Claimed(NORTH, new Owner(LI)))
        .given(41, 60, new Transferred(LI, new Owner(WANG)));

    assertThat(holders(45)).containsExactlyInAnyOrder(LI, WANG);
    assertThat(holders(61)).containsExactly(WANG);
  }

  private List<RepId> holders(int day) {
    return customer.state().ownership().holdings(CUSTOMER, DeciderSpecification.day(day)).stream()
        .map(holding -> new RepId(holding.rep()))
        .toList();
  }
}

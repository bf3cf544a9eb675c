package custody.command.responsibility;

import static custody.command.DeciderSpecification.day;
import static custody.command.DeciderSpecification.eventId;
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
import custody.command.responsibility.ResponsibilityCommand.AddCollaborator;
import custody.command.responsibility.ResponsibilityCommand.AssignSteward;
import custody.command.responsibility.ResponsibilityCommand.EndCover;
import custody.command.responsibility.ResponsibilityCommand.RemoveCollaborator;
import custody.command.responsibility.ResponsibilityCommand.RemoveSteward;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.contract.Actor;
import custody.contract.CollaboratorId;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.CoverId;
import custody.contract.Holder.Owner;
import custody.contract.OwnershipEvent.Transferred;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.ResponsibilityEvent.StewardRemoved;
import custody.contract.StewardId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResponsibilitiesTest {
  private static final CoverId FIRST = CoverId.create();
  private static final CoverId SECOND = CoverId.create();
  private static final CollaboratorId ACCESS = CollaboratorId.create();
  private static final StewardId STEWARDSHIP = StewardId.create();
  private static final Actor CHEN = new Actor(Actor.Kind.USER, "chen.jing");

  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of()))
          .rep(LI, 0, 1000)
          .rep(WANG, 0, 1000)
          .rep(ZHAO, 20, 50);

  private DeciderSpecification<Customer> ownedByLi() {
    return customer.given(0, registered(new Owner(LI))).today(40);
  }

  private static StartCover cover(RepId by, int until) {
    return new StartCover(CUSTOMER, FIRST, by, day(until));
  }

  /// Those who stand in on that day; the last one acts.
  private static List<RepId> standIns(DeciderSpecification<Customer> customer, int day) {
    Customer state = customer.state();
    return state
        .responsibilities()
        .covers(day(day), state.ownership().holders().at(day(day)))
        .stream()
        .map(CoverStarted::by)
        .toList();
  }

  @Test
  void aRepStandsInForTheOwner() {
    ownedByLi().when(cover(WANG, 50)).then(new CoverStarted(FIRST, LI, WANG, day(50)));
  }

  @Test
  void aCoverIsForWhoeverOwnsTheCustomerWhenItBegins() {
    ownedByLi()
        .given(40, 45, new Transferred(LI, new Owner(ZHAO)))
        .whenDated(46, cover(WANG, 50))
        .then(new CoverStarted(FIRST, ZHAO, WANG, day(50)));
  }

  @Test
  void theOwnerDoesNotStandIn() {
    ownedByLi().when(cover(LI, 50)).thenRejected("cover-is-owner");
  }

  @Test
  void inAPoolThereIsNobodyToStandInFor() {
    customer.given(0, registered(PUBLIC)).when(cover(WANG, 50)).thenRejected("not-owned");
  }

  @Test
  void onlyAnActiveRepStandsIn() {
    ownedByLi().whenDated(55, cover(ZHAO, 60)).thenRejected("rep-not-active");
    customer.when(cover(RepId.create(), 60)).thenRejected("unknown-rep");
  }

  @Test
  void aCoverEndsAfterItBegins() {
    ownedByLi().whenDated(45, cover(WANG, 45)).thenRejected("until-too-early");
  }

  @Test
  void whoStandsInDuringAllOfTheTimeIsNotAskedTwice() {
    ownedByLi()
        .given(40, new CoverStarted(SECOND, LI, WANG, day(60)))
        .whenDated(45, cover(WANG, 60))
        .thenRejected("already-covering");
    // Longer than the first one is more than before.
    customer.whenDated(45, cover(WANG, 61)).then(new CoverStarted(FIRST, LI, WANG, day(61)));
  }

  @Test
  void insideACoverAnotherOneActsAndThenTheFirstAgain() {
    ownedByLi()
        .given(40, new CoverStarted(FIRST, LI, WANG, day(60)))
        .given(41, 45, new CoverStarted(SECOND, LI, ZHAO, day(50)));

    assertThat(standIns(customer, 44)).containsExactly(WANG);
    assertThat(standIns(customer, 45)).containsExactly(WANG, ZHAO);
    assertThat(standIns(customer, 50)).containsExactly(WANG);
    assertThat(standIns(customer, 60)).isEmpty();
  }

  @Test
  void whereCoversOverlapTheLaterBegunActsAndGoesOnAlone() {
    ownedByLi()
        .given(40, 45, new CoverStarted(SECOND, LI, ZHAO, day(70)))
        .given(41, 41, new CoverStarted(FIRST, LI, WANG, day(60)));

    assertThat(standIns(customer, 44)).containsExactly(WANG);
    assertThat(standIns(customer, 59)).containsExactly(WANG, ZHAO);
    assertThat(standIns(customer, 60)).containsExactly(ZHAO);
  }

  @Test
  void whenTheCustomerMovesTheCoverIsOver() {
    ownedByLi()
        .given(40, new CoverStarted(FIRST, LI, WANG, day(60)))
        .given(45, new Transferred(LI, new Owner(ZHAO)));

    assertThat(standIns(customer, 44)).containsExactly(WANG);
    assertThat(standIns(customer, 45)).isEmpty();
    customer.given(46, new Voided(eventId(2)));
    assertThat(standIns(customer, 45)).containsExactly(WANG);
  }

  @Test
  void aCoverIsEndedBeforeItsTimeOrCalledOffBeforeItBegan() {
    ownedByLi().given(40, 50, new CoverStarted(FIRST, LI, WANG, day(60)));

    customer.when(new EndCover(CUSTOMER, FIRST)).then(new CoverEnded(FIRST));
    customer.whenDated(55, new EndCover(CUSTOMER, FIRST)).then(new CoverEnded(FIRST));
    customer.given(41, new CoverEnded(FIRST));
    assertThat(standIns(customer, 55)).isEmpty();
  }

  @Test
  void whatIsOverCannotEndAgain() {
    ownedByLi().given(40, new CoverStarted(FIRST, LI, WANG, day(60)));

    customer.whenDated(60, new EndCover(CUSTOMER, FIRST)).thenNothing();
    customer.given(45, new CoverEnded(FIRST)).when(new EndCover(CUSTOMER, FIRST)).thenNothing();
    customer.whenDated(44, new EndCover(CUSTOMER, FIRST)).then(new CoverEnded(FIRST));
    customer.when(new EndCover(CUSTOMER, SECOND)).thenRejected("cover-not-found");
  }

  @Test
  void aVoidedEndLetsTheCoverGoOn() {
    ownedByLi()
        .given(40, new CoverStarted(FIRST, LI, WANG, day(60)))
        .given(45, new CoverEnded(FIRST))
        .given(46, new Voided(eventId(2)));

    assertThat(standIns(customer, 47)).containsExactly(WANG);
  }

  @Test
  void anotherRepCollaboratesUntilRemoved() {
    ownedByLi()
        .when(new AddCollaborator(CUSTOMER, ACCESS, WANG, null))
        .then(new CollaboratorAdded(ACCESS, WANG, null));
    customer
        .given(40, new CollaboratorAdded(ACCESS, WANG, null))
        .when(new RemoveCollaborator(CUSTOMER, ACCESS))
        .then(new CollaboratorRemoved(ACCESS));
    customer
        .when(new AddCollaborator(CUSTOMER, CollaboratorId.create(), WANG, day(60)))
        .thenRejected("already-collaborator");
  }

  @Test
  void theOwnerNeedsNoCollaboration() {
    ownedByLi()
        .when(new AddCollaborator(CUSTOMER, ACCESS, LI, null))
        .thenRejected("collaborator-is-owner");
  }

  @Test
  void aMemberOfTheCustomerDepartmentIsStewardWhoeverHasTheCustomer() {
    customer
        .given(0, registered(PUBLIC))
        .when(new AssignSteward(CUSTOMER, STEWARDSHIP, CHEN, day(60)))
        .then(new StewardAssigned(STEWARDSHIP, CHEN, day(60)));
    customer
        .given(1, new StewardAssigned(STEWARDSHIP, CHEN, null))
        .when(new AssignSteward(CUSTOMER, StewardId.create(), CHEN, null))
        .thenRejected("already-steward");
    customer.when(new RemoveSteward(CUSTOMER, STEWARDSHIP)).then(new StewardRemoved(STEWARDSHIP));
  }

  @Test
  void aStewardIsAPerson() {
    ownedByLi()
        .when(new AssignSteward(CUSTOMER, STEWARDSHIP, new Actor(Actor.Kind.SERVICE, "erp"), null))
        .thenRejected("steward-invalid");
    customer
        .whenDated(60, new AssignSteward(CUSTOMER, STEWARDSHIP, Actor.rep(ZHAO), null))
        .thenRejected("rep-not-active");
  }
}

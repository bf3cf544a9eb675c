package custody.command.handover;

import static custody.command.Samples.LI;
import static custody.command.Samples.WANG;
import static custody.command.Samples.ZHAO;
import static org.assertj.core.api.Assertions.assertThat;

import custody.command.DeciderSpecification;
import custody.command.handover.HandoverCommand.Approve;
import custody.command.handover.HandoverCommand.Cancel;
import custody.command.handover.HandoverCommand.Close;
import custody.command.handover.HandoverCommand.Execute;
import custody.command.handover.HandoverCommand.Open;
import custody.command.handover.HandoverCommand.Pause;
import custody.command.handover.HandoverCommand.Plan;
import custody.command.handover.HandoverCommand.RecordMoved;
import custody.command.handover.HandoverCommand.RecordReturned;
import custody.command.handover.HandoverCommand.Resume;
import custody.command.handover.HandoverCommand.Undo;
import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverEvent.Allotted;
import custody.contract.HandoverEvent.Approved;
import custody.contract.HandoverEvent.Cancelled;
import custody.contract.HandoverEvent.Cause;
import custody.contract.HandoverEvent.Closed;
import custody.contract.HandoverEvent.Completed;
import custody.contract.HandoverEvent.CustomersFailed;
import custody.contract.HandoverEvent.CustomersKept;
import custody.contract.HandoverEvent.CustomersMoved;
import custody.contract.HandoverEvent.CustomersReturned;
import custody.contract.HandoverEvent.LeftAlone;
import custody.contract.HandoverEvent.Opened;
import custody.contract.HandoverEvent.Paused;
import custody.contract.HandoverEvent.Planned;
import custody.contract.HandoverEvent.Resumed;
import custody.contract.HandoverEvent.Started;
import custody.contract.HandoverEvent.UndoStarted;
import custody.contract.HandoverEvent.Undone;
import custody.contract.HandoverId;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.HandoverPlan.Split;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.service.handover.Draft;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private static final HandoverId CASE = new HandoverId(DeciderSpecification.STREAM);
  private static final UUID OPERATION = new UUID(0x7000, 0x8000_0000_0000_0011L);
  private static final Actor OTTO = new Actor(Actor.Kind.USER, "otto");
  private static final LocalDate LAST_DAY = LocalDate.of(2026, 3, 31);
  private static final Opened OPENED = new Opened(Cause.LEAVING, List.of(LI), LAST_DAY);
  private static final HandoverPlan RULES = plan(new Receiver(WANG, null));
  private static final Holder.Owner TO_WANG = new Holder.Owner(WANG);

  private final DeciderSpecification<Handover> handover =
      DeciderSpecification.of(new HandoverDecider(Duration.ofDays(14)))
          .rep(LI, 0, 5, 90)
          .rep(WANG, 0, 900)
          .rep(ZHAO, 0, 5, 900);

  private static HandoverPlan plan(Receiver... receivers) {
    return new HandoverPlan(
        List.of(),
        List.of(receivers),
        List.of(new Split.Balanced(List.of(), Map.of())),
        List.of(),
        null,
        3);
  }

  private static CustomerId customer(int number) {
    return new CustomerId(new UUID(0x7000, 0x8000_0000_0001_0000L + number));
  }

  private static List<CustomerId> customers(int from, int to) {
    return IntStream.range(from, to).mapToObj(HandoverTest::customer).toList();
  }

  private static Draft draft(int plan, Holder to, int customers) {
    return new Draft(
        CASE,
        plan,
        DeciderSpecification.DAY_0,
        7,
        List.of(new Allotment(LI, to, 1, customers(0, customers))),
        List.of());
  }

  private static Approve approve(Draft draft) {
    return new Approve(CASE, draft.digest(), draft);
  }

  @Test
  void aCaseIsOpenedForARepWhoLeaves() {
    handover.when(new Open(CASE, Cause.LEAVING, List.of(LI), LAST_DAY)).then(OPENED);
    handover
        .whenWithoutReason(new Open(CASE, Cause.LEAVING, List.of(LI), LAST_DAY))
        .thenRejected("reason-missing");
    handover
        .when(new Open(CASE, Cause.LEAVING, List.of(new RepId(OPERATION)), null))
        .thenRejected("unknown-rep");
    handover
        .when(new Open(CASE, Cause.LEAVING, List.of(LI, WANG), null))
        .thenRejected("handover-from-invalid");
    handover
        .when(new Open(CASE, Cause.TERRITORY, List.of(LI, LI), null))
        .thenRejected("handover-from-invalid");
    handover
        .when(new Open(CASE, Cause.TERRITORY, List.of(LI, WANG), null))
        .then(new Opened(Cause.TERRITORY, List.of(LI, WANG), null));
  }

  @Test
  void nothingIsDoneInACaseThatIsNotThere() {
    handover.when(new Pause(CASE)).thenRejected("handover-not-found");
  }

  @Test
  void aPlanMayBeChangedUntilTheCustomersMove() {
    handover.given(0, OPENED).when(new Plan(CASE, RULES)).then(new Planned(1, RULES));
    handover
        .given(0, new Planned(1, RULES))
        .when(new Plan(CASE, RULES))
        .then(new Planned(2, RULES));
    handover
        .given(0, new Approved(1, "d", 1, 0, 1))
        .when(new Plan(CASE, RULES))
        .then(new Planned(2, RULES));
    handover
        .given(0, new Started(OPERATION))
        .when(new Plan(CASE, RULES))
        .thenRejected("handover-state");
  }

  @Test
  void aPlanThatContradictsItselfIsRefusedWithAllThatIsWrong() {
    HandoverPlan plan =
        new HandoverPlan(
            List.of(),
            List.of(new Receiver(LI, -1), new Receiver(WANG, null), new Receiver(WANG, 3)),
            List.of(
                new Split.RoundRobin(List.of(ZHAO)),
                new Split.ByField("region", List.of(new Split.Choice(List.of(), List.of(WANG))))),
            List.of(
                new HandoverPlan.Placement(customers(0, 2), TO_WANG),
                new HandoverPlan.Placement(customers(1, 3), null)),
            " ",
            0);
    assertThat(
            handover
                .given(0, OPENED)
                .when(new Plan(CASE, plan))
                .thenRejected("handover-plan-invalid")
                .properties())
        .extractingByKey("errors")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .containsExactly(
            "receivers: each rep once",
            "receivers: a capacity is 0 or more",
            "receivers: not whose customers move",
            "splits[0].among: receivers only",
            "splits[1].values: 1 to 500, of at most 200 characters",
            "exceptions: each customer once",
            "restTo: a pool's name of 1 to 100 characters",
            "firstContactDays: 1 to 365");
  }

  @Test
  void aSecondPersonApprovesExactlyWhatTheyHaveSeen() {
    Draft draft = draft(1, TO_WANG, 2);
    handover.given(0, OPENED).given(0, new Planned(1, RULES));

    handover.when(approve(draft)).thenRejected("second-person-needed");
    handover.whenAskedBy(Actor.rep(LI), approve(draft)).thenRejected("second-person-needed");
    handover.whenAskedBy(OTTO, new Approve(CASE, "other", draft)).thenRejected("preview-outdated");
    handover.whenAskedBy(OTTO, new Approve(CASE, "x", null)).thenRejected("preview-missing");
    handover.whenAskedBy(OTTO, approve(draft(2, TO_WANG, 2))).thenRejected("preview-outdated");
    handover.whenAskedBy(OTTO, approve(draft(1, TO_WANG, 0))).thenRejected("nothing-to-move");
    handover
        .whenAskedBy(OTTO, approve(draft))
        .then(
            new Approved(1, draft.digest(), 2, 0, 1),
            new Allotted(1, List.of(new Allotment(LI, TO_WANG, 1, customers(0, 2)))));
  }

  @Test
  void nobodyWhoLeavesReceives() {
    Draft draft = draft(1, new Holder.Owner(ZHAO), 2);
    handover.given(0, OPENED).given(6, new Planned(1, plan(new Receiver(ZHAO, null))));
    assertThat(handover.whenAskedBy(OTTO, approve(draft)).thenRejected("rep-leaving").properties())
        .containsEntry("rep", ZHAO.toString());
  }

  @Test
  void aFrozenPlanComesInPartsOfBoundedSize() {
    Draft draft =
        new Draft(
            CASE,
            1,
            DeciderSpecification.DAY_0,
            7,
            List.of(
                new Allotment(LI, TO_WANG, 1, customers(0, 499)),
                new Allotment(LI, new Holder.Pool("public"), -1, customers(499, 1100))),
            List.of());
    List<Allotted> parts = Parts.of(draft.allotments());
    assertThat(parts).extracting(Allotted::part).containsExactly(1, 2, 3);
    assertThat(parts)
        .extracting(part -> part.allotments().stream().mapToInt(it -> it.customers().size()).sum())
        .containsExactly(500, 500, 100);
    assertThat(
            parts.stream()
                .flatMap(it -> it.allotments().stream())
                .flatMap(it -> it.customers().stream()))
        .containsExactlyElementsOf(customers(0, 1100));
  }

  @Test
  void partsAreRecordedOnceAndTheLastOneCompletesTheCase() {
    List<LeftAlone> failed = List.of(new LeftAlone(customer(2), "moved-meanwhile"));
    running(2);
    handover
        .when(new RecordMoved(CASE, 2, customers(0, 2), failed))
        .then(new CustomersMoved(2, customers(0, 2)), new CustomersFailed(2, failed));
    handover.given(2, new CustomersMoved(2, customers(0, 2)));
    handover.when(new RecordMoved(CASE, 2, customers(0, 2), failed)).thenNothing();
    handover.given(2, new CustomersFailed(2, failed));
    handover
        .when(new RecordMoved(CASE, 1, customers(5, 6), List.of()))
        .then(new CustomersMoved(1, customers(5, 6)), new Completed(3, 1));
  }

  @Test
  void whatMovedIsRecordedEvenIfTheCaseWasCancelledMeanwhile() {
    running(1);
    handover.given(2, new Cancelled());
    handover
        .when(new RecordMoved(CASE, 1, customers(0, 1), List.of()))
        .then(new CustomersMoved(1, customers(0, 1)));
  }

  @Test
  void aCaseRestsAndGoesOn() {
    handover.given(0, OPENED).when(new Pause(CASE)).thenRejected("handover-state");
    running(1);
    handover.when(new Resume(CASE)).thenNothing();
    handover.when(new Pause(CASE)).then(new Paused());
    handover.given(2, new Paused()).when(new Pause(CASE)).thenNothing();
    handover.when(new Resume(CASE)).then(new Resumed());
    handover.when(new Cancel(CASE)).then(new Cancelled());
  }

  @Test
  void customersMoveOnceAndOnlyWhenApproved() {
    handover
        .given(0, OPENED)
        .given(0, new Planned(1, RULES))
        .when(new Execute(CASE, OPERATION))
        .thenRejected("handover-state");
    handover
        .given(0, new Approved(1, "d", 1, 0, 1))
        .whenDated(20, new Execute(CASE, OPERATION))
        .then(new Started(OPERATION));
    handover.whenDated(200, new Execute(CASE, OPERATION)).thenRejected("effective-time-too-late");
    handover
        .given(0, new Started(OPERATION))
        .when(new Execute(CASE, OPERATION))
        .thenRejected("handover-state");
  }

  @Test
  void aCaseIsUndoneWithinItsWindow() {
    running(1);
    handover.when(new Undo(CASE, OPERATION)).thenRejected("handover-state");
    handover.given(3, new CustomersMoved(1, customers(0, 2))).given(3, new Completed(2, 0));
    handover.today(18).when(new Undo(CASE, OPERATION)).thenRejected("undo-window-over");
    handover.today(17).when(new Undo(CASE, OPERATION)).then(new UndoStarted(OPERATION));
    List<LeftAlone> kept = List.of(new LeftAlone(customer(1), "touched-since"));
    handover
        .given(17, new UndoStarted(OPERATION))
        .when(new RecordReturned(CASE, 1, customers(0, 1), kept))
        .then(
            new CustomersReturned(1, customers(0, 1)),
            new CustomersKept(1, kept),
            new Undone(1, 1));
    handover.given(17, new CustomersReturned(1, customers(0, 1)));
    handover.when(new RecordReturned(CASE, 1, customers(0, 1), kept)).thenNothing();
    handover.given(17, new Undone(1, 1)).when(new Close(CASE)).then(new Closed());
  }

  @Test
  void whatNeverMovedCannotBeUndone() {
    running(1);
    handover.given(2, new Cancelled());
    handover.when(new Undo(CASE, OPERATION)).thenRejected("nothing-to-undo");
    handover.when(new Close(CASE)).thenRejected("handover-state");
  }

  private void running(int parts) {
    handover
        .given(0, OPENED)
        .given(1, new Planned(1, RULES))
        .given(1, new Approved(1, "d", parts, 0, parts))
        .given(1, new Started(OPERATION));
  }
}

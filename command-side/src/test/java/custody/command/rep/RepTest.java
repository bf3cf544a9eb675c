package custody.command.rep;

import static custody.command.DeciderSpecification.day;
import static custody.command.Samples.LI;
import static org.assertj.core.api.Assertions.assertThat;

import custody.command.DeciderSpecification;
import custody.command.Identity;
import custody.command.rep.RepCommand.AnnounceLeaving;
import custody.command.rep.RepCommand.Join;
import custody.command.rep.RepCommand.Leave;
import custody.command.rep.RepCommand.Move;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.RepEvent.Joined;
import custody.contract.RepEvent.LeavingAnnounced;
import custody.contract.RepEvent.Left;
import custody.contract.RepEvent.Moved;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepTest {
  private static final ExternalId KEY = new ExternalId("hr", "17");
  private static final Join JOIN =
      new Join(LI, Personal.of("Li Na"), "East", "Shanghai", List.of(KEY));
  private static final Joined JOINED =
      new Joined(Personal.of("Li Na"), "East", "Shanghai", List.of(KEY));

  private final DeciderSpecification<Rep> rep = DeciderSpecification.of(new RepDecider());

  @Test
  void aRepJoinsATeamAndTerritory() {
    rep.when(JOIN).then(JOINED);
  }

  @Test
  void theSameJoiningAgainIsNoNews() {
    rep.given(0, JOINED).when(JOIN).thenNothing();
    rep.when(new Join(LI, Personal.of("Li Na"), "West", "Chengdu", List.of()))
        .thenRejected("already-joined");
  }

  @Test
  void aRepMovesWhileActive() {
    rep.given(0, JOINED).when(new Move(LI, "West", "Chengdu")).then(new Moved("West", "Chengdu"));
    rep.when(new Move(LI, "East", "Shanghai")).thenNothing();
    rep.given(5, new Left()).when(new Move(LI, "West", "Chengdu")).thenRejected("rep-not-active");
  }

  @Test
  void aRepAnnouncesLeavingAndLeaves() {
    LocalDate lastDay = LocalDate.of(2026, 3, 31);
    rep.given(0, JOINED).when(new AnnounceLeaving(LI, lastDay)).then(new LeavingAnnounced(lastDay));
    rep.given(1, new LeavingAnnounced(lastDay))
        .when(new AnnounceLeaving(LI, lastDay))
        .thenNothing();
    rep.when(new Leave(LI)).then(new Left());
  }

  @Test
  void anAnnouncementToLeaveCountsUntilTheRepHasLeft() {
    rep.given(0, JOINED).given(3, new LeavingAnnounced(LocalDate.of(2026, 3, 31)));
    assertThat(rep.state().leavingAt(day(2))).isFalse();
    assertThat(rep.state().leavingAt(day(3))).isTrue();
    rep.given(5, new Left());
    assertThat(rep.state().leavingAt(day(5))).isFalse();
    rep.given(9, JOINED);
    assertThat(rep.state().leavingAt(day(9))).isFalse();
  }

  @Test
  void nobodyLeavesTwice() {
    rep.given(0, JOINED).given(5, new Left()).when(new Leave(LI)).thenRejected("rep-not-active");
    rep.whenDated(3, new Leave(LI)).thenRejected("joins-or-leaves-later");
  }

  @Test
  void whoHasLeftMayComeBack() {
    rep.given(0, JOINED).given(5, new Left()).given(9, JOINED);
    assertThat(rep.state().activeAt(day(4))).isTrue();
    assertThat(rep.state().activeAt(day(5))).isFalse();
    assertThat(rep.state().departedAt(day(8))).isTrue();
    assertThat(rep.state().activeAt(day(9))).isTrue();
    assertThat(rep.state().departedAt(day(-1))).isFalse();
  }

  @Test
  void whoIsNotThereDoesNothing() {
    rep.when(new Leave(LI)).thenRejected("rep-not-found");
  }

  @Test
  void aSourceSystemsKeyBelongsToOneRep() {
    rep.given(0, JOINED);
    assertThat(rep.state().identities())
        .containsExactly(Identity.external(Identity.REP_KEY, "hr", "17"));
  }
}

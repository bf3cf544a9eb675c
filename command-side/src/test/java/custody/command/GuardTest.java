package custody.command;

import static org.assertj.core.api.Assertions.assertThat;

import custody.command.Guard.Verdict;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.command.rep.RepCommand.AnnounceLeaving;
import custody.command.rep.RepCommand.Leave;
import custody.command.rep.RepCommand.Move;
import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.CustomerId;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.ProfileEvent.Kind;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import custody.service.rights.Authority;
import custody.service.rights.Authority.Automation;
import custody.service.rights.Authority.Called;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who may do what to which customer: the table, as it is applied.
class GuardTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant LONG_AGO = Instant.parse("2024-01-01T00:00:00Z");
  private static final CustomerId CUSTOMER = CustomerId.create();
  private static final RepId LI = RepId.create();
  private static final RepId WANG = RepId.create();
  private static final RepId GONE = RepId.create();
  private static final RepId FAR = RepId.create();
  private static final Actor STEWARD = new Actor(Actor.Kind.USER, "sun");

  /// Li and Wang are in the north, Far in the south, Gone went from the north to the south in 2025
  /// and has left since.
  private final Guard guard =
      new Guard(Map.of(LI, rep(), WANG, rep(), GONE, gone(), FAR, far())::get);

  private static final Changes NOTHING = new Changes(Map.of(), Map.of(), Set.of());

  private final List<Command> commands =
      List.of(
          new Register(CUSTOMER, Kind.COMPANY, NOTHING, List.of(), null, false),
          new Classify(CUSTOMER, "A", null),
          new CompleteNextStep(CUSTOMER, FollowUpId.create(), null),
          new VoidEvent(CUSTOMER, UUID.randomUUID()),
          new Claim(CUSTOMER, LI),
          new Assign(CUSTOMER, WANG),
          new Transfer(CUSTOMER, WANG),
          new Release(CUSTOMER, null),
          new Move(WANG, "north", "x"),
          new AnnounceLeaving(WANG, LocalDate.EPOCH),
          new Leave(WANG));

  private static RepStanding rep() {
    return new Post(true, Set.of("north"), Set.of("north"));
  }

  private static RepStanding gone() {
    return new Post(false, Set.of("north", "south"), Set.of("south"));
  }

  private static RepStanding far() {
    return new Post(true, Set.of("south"), Set.of("south"));
  }

  private record Post(boolean active, Set<String> since, Set<String> now) implements RepStanding {
    @Override
    public boolean activeAt(Instant time) {
      return active;
    }

    @Override
    public boolean departedAt(Instant time) {
      return !active;
    }

    @Override
    public boolean leavingAt(Instant time) {
      return false;
    }

    @Override
    public Set<String> teams(Instant held, Instant at) {
      return held.isBefore(at) ? since : now;
    }
  }

  private static Standing of(RepId owner) {
    return Standing.about(true, true, Set.of(owner), LONG_AGO);
  }

  private static Standing pooled() {
    return new Standing(true, true, Set.of(), LONG_AGO, true, Set.of(), Set.of(), Set.of());
  }

  private static Standing unknown() {
    return Standing.about(false, true, Set.of(), NOW);
  }

  private static Standing watched(RepId owner) {
    return new Standing(
        true, true, Set.of(owner), LONG_AGO, false, Set.of(), Set.of(), Set.of(STEWARD));
  }

  private static Standing helped(RepId owner, RepId cover, RepId collaborator) {
    return new Standing(
        true, true, Set.of(owner), LONG_AGO, false, Set.of(cover), Set.of(collaborator), Set.of());
  }

  private static Authority as(Role role, @Nullable RepId rep, String... teams) {
    return new Called(new Access(Set.of(role), Set.of(), rep, Set.of(teams)));
  }

  private static Authority program(Set<Scope> scopes, String... teams) {
    return new Called(new Access(Set.of(), scopes, null, Set.of(teams)));
  }

  private Set<String> allowed(Authority whose, Standing standing) {
    return with(Verdict.ALLOWED, whose, standing);
  }

  private Set<String> with(Verdict verdict, Authority whose, Standing standing) {
    return commands.stream()
        .filter(it -> guard.judge(whose, STEWARD, it, standing, NOW) == verdict)
        .map(it -> it.getClass().getSimpleName())
        .collect(Collectors.toSet());
  }

  private Verdict verdict(Authority whose, Command command, Standing standing) {
    return guard.judge(whose, STEWARD, command, standing, NOW);
  }

  @Test
  void aRepDoesEverythingAboutOwnCustomersAndNothingAboutOthers() {
    assertThat(allowed(as(Role.REP, LI), of(LI)))
        .containsExactlyInAnyOrder(
            "Register", "Classify", "CompleteNextStep", "VoidEvent", "Transfer", "Release");
    assertThat(allowed(as(Role.REP, LI), of(WANG))).containsExactly("Register");
    assertThat(with(Verdict.HIDDEN, as(Role.REP, LI), of(WANG)))
        .isEqualTo(with(Verdict.HIDDEN, as(Role.REP, LI), unknown()))
        .contains("Classify", "Transfer", "Claim", "VoidEvent");
  }

  @Test
  void whoCoversOrSharesRecordsFollowUpsOnly() {
    assertThat(allowed(as(Role.REP, LI), helped(WANG, LI, FAR)))
        .containsExactlyInAnyOrder("Register", "CompleteNextStep");
    assertThat(allowed(as(Role.REP, FAR), helped(WANG, LI, FAR)))
        .containsExactlyInAnyOrder("Register", "CompleteNextStep");
    assertThat(verdict(as(Role.REP, FAR), new Transfer(CUSTOMER, FAR), helped(WANG, LI, FAR)))
        .isEqualTo(Verdict.FORBIDDEN);
  }

  @Test
  void aRepClaimsForNobodyElseAndRegistersForNobodyElse() {
    assertThat(allowed(as(Role.REP, LI), pooled())).containsExactlyInAnyOrder("Register", "Claim");
    assertThat(verdict(as(Role.REP, WANG), new Claim(CUSTOMER, LI), pooled()))
        .isEqualTo(Verdict.FORBIDDEN);
    Command forWang =
        new Register(CUSTOMER, Kind.COMPANY, NOTHING, List.of(), new Holder.Owner(WANG), false);
    assertThat(verdict(as(Role.REP, LI), forWang, unknown())).isNotEqualTo(Verdict.ALLOWED);
    assertThat(verdict(as(Role.REP, WANG), forWang, unknown())).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void whoHasLeftIsHiddenEverything() {
    assertThat(allowed(as(Role.REP, GONE), of(GONE))).isEmpty();
    assertThat(allowed(as(Role.REP, GONE), pooled())).isEmpty();
  }

  @Test
  void aManagerMovesTheTeamsCustomersWithinTheTeam() {
    Authority north = as(Role.MANAGER, null, "north");
    assertThat(allowed(north, of(LI)))
        .containsExactlyInAnyOrder("VoidEvent", "Transfer", "Release", "AnnounceLeaving", "Leave");
    assertThat(verdict(north, new Transfer(CUSTOMER, FAR), of(LI))).isEqualTo(Verdict.FORBIDDEN);
    assertThat(verdict(north, new Transfer(CUSTOMER, LI), of(FAR))).isEqualTo(Verdict.HIDDEN);
    assertThat(allowed(north, pooled())).containsExactly("Assign");
    assertThat(verdict(north, new Assign(CUSTOMER, FAR), pooled())).isEqualTo(Verdict.FORBIDDEN);
  }

  @Test
  void theTeamThatSomebodyLeftKeepsTheCustomersTheyCameBy() {
    assertThat(allowed(as(Role.MANAGER, null, "north"), of(GONE))).contains("Transfer");
    assertThat(allowed(as(Role.MANAGER, null, "south"), of(GONE))).contains("Release");
  }

  @Test
  void aStewardFollowsUpAndMovesNothing() {
    assertThat(allowed(as(Role.STEWARD, null), watched(LI))).containsExactly("CompleteNextStep");
    assertThat(verdict(as(Role.STEWARD, null), new Transfer(CUSTOMER, WANG), watched(LI)))
        .isEqualTo(Verdict.FORBIDDEN);
    assertThat(allowed(as(Role.STEWARD, null), of(LI))).isEmpty();
  }

  @Test
  void anAuditorChangesNothingAndAnAdministratorNoCustomer() {
    for (Standing standing : List.of(of(LI), pooled(), unknown(), watched(LI))) {
      assertThat(allowed(as(Role.AUDITOR, null), standing)).isEmpty();
      assertThat(allowed(as(Role.ADMIN, null), standing))
          .containsExactlyInAnyOrder("Move", "AnnounceLeaving", "Leave");
    }
    assertThat(with(Verdict.HIDDEN, as(Role.ADMIN, null), of(LI))).contains("Classify");
  }

  @Test
  void aProgramDoesWhatItsScopesSayForItsTeams() {
    Set<Scope> all = EnumSet.allOf(Scope.class);
    assertThat(allowed(program(Set.of(Scope.READ), "north"), of(LI))).isEmpty();
    assertThat(allowed(program(all, "north"), of(LI))).contains("Classify", "Transfer");
    assertThat(allowed(program(all, "north"), of(FAR))).containsExactly("Register");
    assertThat(allowed(program(all), of(LI))).containsExactly("Register");
    assertThat(allowed(program(all, Access.EVERY_TEAM), pooled())).contains("Classify", "Assign");
    assertThat(allowed(program(all, Access.EVERY_TEAM), of(FAR))).contains("Classify");
  }

  @Test
  void anAutomationDoesWhatItIsThereFor() {
    assertThat(allowed(Automation.HANDOVER, of(LI)))
        .containsExactlyInAnyOrder("Transfer", "Assign", "Release");
    assertThat(allowed(Automation.RULES, of(LI))).containsExactly("Release");
  }
}

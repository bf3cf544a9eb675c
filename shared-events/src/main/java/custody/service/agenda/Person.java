package custody.service.agenda;

import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.rights.Relation;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose inbox it is.
///
/// @param account under which they act, and under which their marks are kept
public record Person(Actor account, Access access) {

  /// The rep as such, whatever else the account may be entitled to.
  public static Person rep(RepId rep) {
    return new Person(Actor.rep(rep), new Access(Set.of(Role.REP), Set.of(), rep, Set.of()));
  }

  public @Nullable RepId rep() {
    return access.rep();
  }

  /// Whether they are a manager whom the reps of some team concern.
  boolean isManager() {
    return !access.teams().isEmpty()
        && Rules.allowing(access, Right.HAND_OVER).contains(Relation.TEAM);
  }
}

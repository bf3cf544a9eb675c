package custody.standalone.walk;

import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody who walks.
///
/// @param name as the tables below call them
/// @param actor as events name them
/// @param reason why they look; null = they do not say
record Viewer(String name, String actor, Access access, @Nullable String reason) {
  static Viewer rep(String name, RepId rep) {
    return new Viewer(
        name, "rep:" + rep, new Access(Set.of(Role.REP), Set.of(), rep, Set.of()), null);
  }

  static Viewer person(String name, @Nullable String reason, Role role, String... teams) {
    return new Viewer(
        name, "user:" + name, new Access(Set.of(role), Set.of(), null, Set.of(teams)), reason);
  }

  static Viewer program(String name, Set<Scope> scopes, String... teams) {
    return new Viewer(
        name, "service:" + name, new Access(Set.of(), scopes, null, Set.of(teams)), null);
  }
}

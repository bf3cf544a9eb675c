package custody.service;

import custody.contract.RepId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What whoever calls is entitled by. A person has roles and no scopes, a service account the other
/// way round; nothing in it grants anything by itself: rules decide by it, and deny by default.
///
/// @param rep the rep this person is, if one
/// @param teams those a manager answers for, or a service account is confined to; `*` = every team
public record Access(Set<Role> roles, Set<Scope> scopes, @Nullable RepId rep, Set<String> teams) {
  public static final String EVERY_TEAM = "*";

  public Access {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
    teams = Set.copyOf(teams);
  }

  /// Entitled to nothing.
  public static Access none() {
    return new Access(Set.of(), Set.of(), null, Set.of());
  }

  /// Whether a team is among those answered for.
  public boolean isOver(String team) {
    return teams.contains(EVERY_TEAM) || teams.contains(team);
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }

  /// True for an API client, false for a person.
  public boolean isService() {
    return roles.isEmpty() && !scopes.isEmpty();
  }
}

package custody.access;

import custody.contract.Actor;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/// A valid token, as Custody understands it.
public final class CallerToken extends JwtAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final transient Actor actor;
  private final transient Access access;

  CallerToken(Jwt token, Actor actor, Access access) {
    super(token, authorities(access), actor.toString());
    this.actor = actor;
    this.access = access;
  }

  public Actor actor() {
    return actor;
  }

  public Access access() {
    return access;
  }

  private static Collection<GrantedAuthority> authorities(Access access) {
    List<GrantedAuthority> authorities = new ArrayList<>();
    for (Role role : access.roles()) {
      authorities.add(new SimpleGrantedAuthority("ROLE_" + role.name()));
    }
    for (Scope scope : access.scopes()) {
      authorities.add(new SimpleGrantedAuthority("SCOPE_" + scope.name().toLowerCase(Locale.ROOT)));
    }
    return authorities;
  }

  // Two tokens are one if they are the same text.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallerToken it && it.getToken().equals(getToken());
  }

  @Override
  public int hashCode() {
    return getToken().hashCode();
  }
}

package custody.access;

import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;

/// Reads the tokens of an OpenID Connect provider. A token with one of our roles is a person's,
/// one with none but our scopes a service's; what we do not know in it grants nothing.
///
/// That a rep has left is known here: such a rep's token opens nothing, whatever the provider says.
final class ProviderTokens implements Converter<Jwt, AbstractAuthenticationToken> {
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final AccessProperties.Claims claims;
  private final Map<String, Role> roles;
  private final Standings standings;

  ProviderTokens(AccessProperties properties, Standings standings) {
    this.claims = properties.claims();
    this.roles = properties.roles();
    this.standings = standings;
  }

  @Override
  public CallerToken convert(Jwt token) {
    Set<Role> granted =
        words(claim(token, claims.roles())).flatMap(this::role).collect(Collectors.toSet());
    Set<Scope> scopes =
        Stream.concat(words(claim(token, "scope")), words(claim(token, "scp")))
            .flatMap(ProviderTokens::scope)
            .collect(Collectors.toSet());
    Set<String> teams = words(claim(token, claims.teams())).collect(Collectors.toSet());
    RepId rep = rep(token);
    boolean person = !granted.isEmpty();
    Actor actor =
        rep != null && person
            ? Actor.rep(rep)
            : new Actor(person ? Actor.Kind.USER : Actor.Kind.SERVICE, name(token));
    if (actor.kind() == Actor.Kind.REP && !standings.holds(actor, 0, null)) {
      throw new TokenRefusedException(
          "session-ended", "This rep has left, or never joined.", actor);
    }
    return new CallerToken(
        token,
        actor,
        person
            ? new Access(granted, EnumSet.noneOf(Scope.class), rep, teams)
            : new Access(EnumSet.noneOf(Role.class), scopes, null, teams));
  }

  private Stream<Role> role(String name) {
    Role mapped = roles.get(name);
    if (mapped != null) {
      return Stream.of(mapped);
    }
    // A name of ours that is mapped from another name counts under that one only.
    return Stream.of(Role.values())
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(name) && !roles.containsValue(it));
  }

  private static Stream<Scope> scope(String name) {
    return Stream.of(Scope.values()).filter(it -> it.name().toLowerCase(Locale.ROOT).equals(name));
  }

  private String name(Jwt token) {
    String name = token.getClaimAsString(claims.name());
    for (String candidate : new String[] {name, token.getSubject()}) {
      if (candidate != null && ACCOUNT.matcher(candidate).matches()) {
        return candidate;
      }
    }
    throw new TokenRefusedException(
        "token-invalid", "The token names nobody: see custody.access.claims.name.", null);
  }

  private @Nullable RepId rep(Jwt token) {
    Object id = claim(token, claims.rep());
    if (id == null) {
      return null;
    }
    try {
      return new RepId(UUID.fromString(String.valueOf(id)));
    } catch (IllegalArgumentException e) {
      throw new TokenRefusedException(
          "token-invalid", "The token's rep is no rep's id: see custody.access.claims.rep.", null);
    }
  }

  /// A claim, or one within another: `realm_access.roles`.
  private static @Nullable Object claim(Jwt token, String path) {
    Object whole = token.getClaim(path);
    if (whole != null) {
      return whole;
    }
    Object at = token.getClaims();
    for (String step : path.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return at;
  }

  private static Stream<String> words(@Nullable Object claim) {
    return switch (claim) {
      case null -> Stream.empty();
      case Collection<?> all -> all.stream().map(String::valueOf);
      default -> List.of(String.valueOf(claim).split("\\s+", -1)).stream();
    };
  }
}

package custody.access;

import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;

/// Reads the tokens that Custody signs itself.
final class OwnTokens implements Converter<Jwt, AbstractAuthenticationToken> {
  private final Standings standings;

  OwnTokens(Standings standings) {
    this.standings = standings;
  }

  @Override
  public CallerToken convert(Jwt token) {
    Actor actor;
    int epoch;
    UUID session;
    Access access;
    try {
      actor = Actor.parse(String.valueOf(token.getSubject()));
      epoch = Integer.parseInt(String.valueOf(token.<Object>getClaim(Claim.EPOCH)));
      session = id(token.getClaimAsString(Claim.SESSION));
      UUID rep = id(token.getClaimAsString(Claim.REP));
      access =
          new Access(
              names(Role.class, list(token, Claim.ROLES)),
              names(Scope.class, list(token, Claim.SCOPE)),
              rep == null ? null : new RepId(rep),
              Set.copyOf(list(token, Claim.TEAMS)));
    } catch (IllegalArgumentException e) {
      // Signed by us and yet not of our making: another version's.
      throw new TokenRefusedException("token-invalid", "The token does not say who calls.", null);
    }
    if (!standings.holds(actor, epoch, session)) {
      throw new TokenRefusedException(
          "session-ended",
          "The session has ended, because it was signed out of or what the account may do has"
              + " changed. Sign in again.",
          actor);
    }
    return new CallerToken(token, actor, access);
  }

  private static @Nullable UUID id(@Nullable String text) {
    return text == null ? null : UUID.fromString(text);
  }

  private static List<String> list(Jwt token, String claim) {
    List<String> list = token.getClaimAsStringList(claim);
    return list == null ? List.of() : list;
  }

  private static <E extends Enum<E>> Set<E> names(Class<E> type, List<String> names) {
    Set<E> found = EnumSet.noneOf(type);
    names.forEach(it -> found.add(Enum.valueOf(type, it.toUpperCase(Locale.ROOT))));
    return found;
  }

  static List<String> names(Set<? extends Enum<?>> values) {
    return values.stream().map(it -> it.name().toLowerCase(Locale.ROOT)).sorted().toList();
  }
}

package custody.access;

import com.github.benmanes.caffeine.cache.Cache;
import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Caches;
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

  /// What was read of tokens that the decoder remembers. Whether it still holds is asked each time.
  private final Cache<Jwt, Content> read = Caches.builder().weakKeys().build();

  /// @param session null = none that could be signed out of
  private record Content(Actor actor, int epoch, @Nullable UUID session, Access access) {}

  OwnTokens(Standings standings) {
    this.standings = standings;
  }

  @Override
  public CallerToken convert(Jwt token) {
    Content content = read.get(token, OwnTokens::read);
    if (!standings.holds(content.actor(), content.epoch(), content.session())) {
      throw new TokenRefusedException(
          "session-ended",
          "The session has ended, because it was signed out of or what the account may do has"
              + " changed. Sign in again.",
          content.actor());
    }
    return new CallerToken(token, content.actor(), content.access());
  }

  private static Content read(Jwt token) {
    try {
      UUID rep = id(token.getClaimAsString(Claim.REP));
      return new Content(
          Actor.parse(String.valueOf(token.getSubject())),
          Integer.parseInt(String.valueOf(token.<Object>getClaim(Claim.EPOCH))),
          id(token.getClaimAsString(Claim.SESSION)),
          new Access(
              names(Role.class, list(token, Claim.ROLES)),
              names(Scope.class, list(token, Claim.SCOPE)),
              rep == null ? null : new RepId(rep),
              Set.copyOf(list(token, Claim.TEAMS))));
    } catch (IllegalArgumentException e) {
      // Signed by us and yet not of our making: another version's.
      throw new TokenRefusedException("token-invalid", "The token does not say who calls.", null);
    }
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

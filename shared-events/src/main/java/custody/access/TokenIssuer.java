package custody.access;

import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import custody.contract.Actor;
import custody.service.Access;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/// Signs tokens: who calls, what they are entitled by, and until when.
public final class TokenIssuer {
  public static final String ISSUER = Claim.ISSUER;
  public static final String AUDIENCE = Claim.AUDIENCE;

  private final JwtEncoder encoder;
  private final Clock clock;
  private final Duration lifetime;

  public TokenIssuer(SigningKeys keys, Clock clock, AccessProperties properties) {
    this.encoder = encoder(keys);
    this.clock = clock;
    this.lifetime = properties.tokenLifetime();
  }

  /// Signs with the newest key.
  public static JwtEncoder encoder(SigningKeys keys) {
    JWKSource<SecurityContext> newest =
        (JWKSelector selector, @Nullable SecurityContext _) ->
            selector.getMatcher().matches(keys.signing()) ? List.of(keys.signing()) : List.of();
    return new NimbusJwtEncoder(newest);
  }

  /// @param id the same in all tokens of one session
  /// @param startedAt when the password was given
  /// @param endsAt no token is valid longer
  public record Session(UUID id, Instant startedAt, Instant endsAt) {}

  /// @param value to be sent as bearer token
  public record Token(String value, Instant expiresAt) {}

  /// A token of a person's session.
  public Token issue(Accounts.User user, Session session) {
    Map<String, Object> claims = claims(user.access(), user.epoch());
    claims.put(Claim.SESSION, session.id().toString());
    claims.put(Claim.SIGNED_IN_AT, session.startedAt().getEpochSecond());
    return issue(user.actor(), claims, session.endsAt());
  }

  /// What tokens say of an account beside its name.
  public static Map<String, Object> claims(Access access, int epoch) {
    Map<String, Object> claims = new TreeMap<>();
    claims.put(Claim.EPOCH, epoch);
    claims.put(Claim.TEAMS, access.teams().stream().sorted().toList());
    if (!access.roles().isEmpty()) {
      claims.put(Claim.ROLES, OwnTokens.names(access.roles()));
    }
    if (!access.scopes().isEmpty()) {
      claims.put(Claim.SCOPE, OwnTokens.names(access.scopes()));
    }
    if (access.rep() != null) {
      claims.put(Claim.REP, access.rep().toString());
    }
    return claims;
  }

  /// A token with these claims, for as long as tokens are valid.
  Token issue(Actor actor, Map<String, Object> claims) {
    return issue(actor, claims, Instant.MAX);
  }

  private Token issue(Actor actor, Map<String, Object> claims, Instant atTheLatest) {
    Instant now = clock.instant();
    Instant expires = now.plus(lifetime);
    if (expires.isAfter(atTheLatest)) {
      expires = atTheLatest;
    }
    JwtClaimsSet set =
        JwtClaimsSet.builder()
            .issuer(Claim.ISSUER)
            .audience(List.of(Claim.AUDIENCE))
            .subject(actor.toString())
            .id(UUID.randomUUID().toString())
            .issuedAt(now)
            .expiresAt(expires)
            .claims(it -> it.putAll(claims))
            .build();
    return new Token(
        encoder
            .encode(
                JwtEncoderParameters.from(JwsHeader.with(SignatureAlgorithm.ES256).build(), set))
            .getTokenValue(),
        expires);
  }
}

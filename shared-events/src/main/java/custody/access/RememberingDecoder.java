package custody.access;

import com.github.benmanes.caffeine.cache.Cache;
import custody.service.Caches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/// Checks a token's signature and claims once a minute and not once a request; what may change from
/// one moment to the next, such as whether its session has ended, is asked elsewhere each time.
final class RememberingDecoder implements JwtDecoder {
  private final JwtDecoder decoder;
  private final Clock clock;
  private final Cache<String, Jwt> valid =
      Caches.builder().maximumSize(20_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  RememberingDecoder(JwtDecoder decoder, Clock clock, AccessNotices notices) {
    this.decoder = decoder;
    this.clock = clock;
    notices.onKeys(valid::invalidateAll);
  }

  @Override
  public Jwt decode(String token) {
    Jwt known = valid.getIfPresent(token);
    if (known != null) {
      Instant expires = known.getExpiresAt();
      if (expires != null && clock.instant().isBefore(expires)) {
        return known;
      }
    }
    Jwt decoded = decoder.decode(token);
    valid.put(token, decoded);
    return decoded;
  }
}

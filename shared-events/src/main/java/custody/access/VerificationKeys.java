package custody.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The public parts of all keys whose signatures count. Asked anew when a token names one that is
/// not known, but not for each such token.
public final class VerificationKeys implements JWKSource<SecurityContext> {
  private static final Duration TRUSTED = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final JdbcClient jdbc;
  private volatile Known known = new Known(new JWKSet(List.of()), null);

  private record Known(JWKSet keys, @Nullable Long at) {
    boolean isOlderThan(Duration age) {
      return at == null || System.nanoTime() - at > age.toNanos();
    }
  }

  public VerificationKeys(JdbcClient jdbc, AccessNotices notices) {
    this.jdbc = jdbc;
    notices.onKeys(() -> known = new Known(known.keys(), null));
  }

  /// As RFC 7517 has it.
  public JWKSet published() {
    if (known.isOlderThan(TRUSTED)) {
      read();
    }
    return known.keys();
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    JWKMatcher wanted = selector.getMatcher();
    List<JWK> found = new JWKSelector(wanted).select(published());
    if (found.isEmpty() && known.isOlderThan(PAUSE)) {
      read();
      found = new JWKSelector(wanted).select(known.keys());
    }
    return found;
  }

  private void read() {
    known =
        new Known(
            new JWKSet(
                jdbc
                    .sql("SELECT public_jwk FROM custody.signing_key ORDER BY created_at DESC")
                    .query(String.class)
                    .list()
                    .stream()
                    .map(VerificationKeys::parse)
                    .toList()),
            System.nanoTime());
  }

  private static JWK parse(String json) {
    try {
      return JWK.parse(json).toPublicJWK();
    } catch (ParseException e) {
      throw new IllegalStateException("a key that verifies tokens cannot be read", e);
    }
  }
}

package custody.command.access;

import custody.access.AccessProperties;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;

/// One-time links: the first administrator's, and those by which users set a password. Only hashes
/// are kept, and a new link ends the one before.
class Links {
  private final JdbcClient jdbc;
  private final Clock clock;
  private final AccessProperties properties;
  private final StringKeyGenerator secrets =
      new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);

  Links(JdbcClient jdbc, Clock clock, AccessProperties properties) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.properties = properties;
  }

  /// @param path with a fragment, which browsers send to nobody
  record Link(String path, Instant expiresAt) {}

  /// @param user null = the first administrator, who has no name yet
  record Opened(@Nullable String user) {}

  /// @param user null = for the first administrator
  Link make(@Nullable String user) {
    String secret = secrets.generateKey();
    Instant now = clock.instant();
    Instant expires = now.plus(properties.linkLifetime());
    jdbc.sql(
            "DELETE FROM custody.access_link WHERE app_user IS NOT DISTINCT FROM ? OR expires_at <"
                + " ?")
        .param(user)
        .param(Timestamp.from(now))
        .update();
    jdbc.sql("INSERT INTO custody.access_link VALUES (?, ?, ?, ?)")
        .param(hash(secret))
        .param(user)
        .param(Timestamp.from(now))
        .param(Timestamp.from(expires))
        .update();
    return new Link((user == null ? "/set-up#" : "/password#") + secret, expires);
  }

  /// Without using it up.
  Optional<Opened> look(String secret) {
    return jdbc.sql("SELECT app_user FROM custody.access_link WHERE hash = ? AND expires_at > ?")
        .param(hash(secret))
        .param(Timestamp.from(clock.instant()))
        .query((row, _) -> new Opened(row.getString(1)))
        .optional();
  }

  /// To be called in the transaction of what the link is good for.
  ///
  /// @return false if another request was faster
  boolean use(String secret) {
    return jdbc.sql("DELETE FROM custody.access_link WHERE hash = ?").param(hash(secret)).update()
        == 1;
  }

  /// The secret has 256 random bits, so that nothing slower is needed.
  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

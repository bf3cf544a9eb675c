package custody.command.access;

import custody.access.AccessNotices;
import custody.access.Accounts;
import custody.access.Accounts.Service;
import custody.contract.Actor;
import custody.service.Problem;
import custody.service.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;

/// API clients. Each has a secret that is shown once, expires, and can be replaced while the one
/// before works on for a while.
public class ServiceAccounts {
  private static final Logger log = LoggerFactory.getLogger(ServiceAccounts.class);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final JdbcClient jdbc;
  private final Accounts accounts;
  private final AccessNotices notices;
  private final PasswordEncoder passwords;
  private final Clock clock;
  private final StringKeyGenerator secrets =
      new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);

  ServiceAccounts(
      JdbcClient jdbc,
      Accounts accounts,
      AccessNotices notices,
      PasswordEncoder passwords,
      Clock clock) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.notices = notices;
    this.passwords = passwords;
    this.clock = clock;
  }

  /// @param secret kept nowhere in clear
  public record Created(Service account, String secret) {}

  /// @throws Problem 409 if the name is taken
  public Created create(
      Actor by, String name, Set<Scope> scopes, Set<String> teams, Instant expiresAt) {
    check(expiresAt);
    String secret = secrets.generateKey();
    try {
      jdbc.sql(
              """
              INSERT INTO custody.service_account
                (name, scopes, teams, secret, expires_at, created_at)
              VALUES (?, ?::text[], ?::text[], ?, ?, ?)
              """)
          .param(name)
          .param(
              scopes.stream()
                  .map(it -> it.name().toLowerCase(Locale.ROOT))
                  .sorted()
                  .toArray(String[]::new))
          .param(teams.toArray(String[]::new))
          .param(passwords.encode(secret))
          .param(Timestamp.from(expiresAt))
          .param(Timestamp.from(clock.instant()))
          .update();
    } catch (DuplicateKeyException e) {
      throw new Problem(
          409, "account-exists", "This name has an account already. Names are never given again.");
    }
    log.info("{} created the service account {} with scopes {}", by, name, scopes);
    return new Created(existing(name), secret);
  }

  /// A new secret. The one before works on until the given time, so that clients can change over.
  Created renew(Actor by, String name, Instant expiresAt, Instant formerUntil) {
    check(expiresAt);
    existing(name);
    String secret = secrets.generateKey();
    jdbc.sql(
            """
            UPDATE custody.service_account
            SET former_secret = secret, former_expires_at = least(expires_at, ?),
              secret = ?, expires_at = ?, version = version + 1
            WHERE name = ? AND active
            """)
        .param(Timestamp.from(formerUntil))
        .param(passwords.encode(secret))
        .param(Timestamp.from(expiresAt))
        .param(name)
        .update();
    log.info("{} renewed the secret of the service account {}", by, name);
    return new Created(existing(name), secret);
  }

  /// For good, its tokens included.
  void revoke(Actor by, String name) {
    Service account = existing(name);
    jdbc.sql(
            """
            UPDATE custody.service_account
            SET active = false, epoch = epoch + 1, version = version + 1 WHERE name = ?
            """)
        .param(name)
        .update();
    notices.changed(account.actor());
    log.info("{} revoked the service account {}", by, name);
  }

  /// The hashes of the secrets that are good now, a line each; empty if there are none.
  Optional<String> secrets(String name) {
    Timestamp now = Timestamp.from(clock.instant());
    return jdbc.sql(
            """
            SELECT concat_ws(E'\\n', CASE WHEN expires_at > :now THEN secret END,
              CASE WHEN former_expires_at > :now THEN former_secret END)
            FROM custody.service_account WHERE name = :name AND active
            """)
        .param("now", now)
        .param("name", name)
        .query(String.class)
        .optional()
        .filter(it -> !it.isEmpty());
  }

  Service existing(String name) {
    return accounts
        .service(name)
        .orElseThrow(
            () ->
                new Problem(
                    404,
                    "service-account-not-found",
                    "There is no service account of this name. See GET /api/service-accounts."));
  }

  private void check(Instant expiresAt) {
    Instant now = clock.instant();
    if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST))) {
      throw new Problem(
          422, "expiry-invalid", "A secret expires within the next 366 days. Give another time.");
    }
  }
}

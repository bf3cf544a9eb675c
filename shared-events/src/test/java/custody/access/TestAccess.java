package custody.access;

import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import custody.store.Vault;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.transaction.support.TransactionTemplate;

/// Real tokens for tests, of accounts made on the way, signed with the key of the installation
/// under test:
///
/// ```
/// request.header("Authorization", access.bearer("service:tester"))
/// ```
public final class TestAccess {
  private static final Duration FOR_ALL_TESTS = Duration.ofHours(12);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final AccessNotices notices;
  private final SigningKeys keys;
  private final Map<String, String> made = new ConcurrentHashMap<>();

  private TestAccess(DataSource database, Vault vault, Clock clock) {
    this.jdbc = JdbcClient.create(database);
    this.clock = clock;
    this.notices = new AccessNotices(jdbc);
    this.keys =
        new SigningKeys(
            jdbc,
            new TransactionTemplate(new JdbcTransactionManager(database)),
            vault,
            notices,
            clock,
            properties());
  }

  /// On a migrated database whose master key is that of {@link TestDatabase}.
  public static TestAccess to(DataSource database) {
    return to(database, TestDatabase.MASTER_KEY);
  }

  public static TestAccess to(DataSource database, String masterKey) {
    return new TestAccess(
        database,
        new Vault(new SubjectKeys(database, MasterKeys.parse(masterKey)), database),
        Clock.systemUTC());
  }

  /// To an application in this JVM.
  public static TestAccess to(BeanFactory application) {
    return new TestAccess(
        application.getBean(DataSource.class),
        application.getBean(Vault.class),
        application.getBean(Clock.class));
  }

  private static AccessProperties properties() {
    return TestProperties.access(Map.of("token-lifetime", FOR_ALL_TESTS.toString()));
  }

  /// Of somebody who may do everything there is, which no real account may: every role, every
  /// scope, every team.
  ///
  /// @param actor `service:<name>`, `user:<name>` or `rep:<id>`
  public String bearer(String actor) {
    return made.computeIfAbsent(actor, it -> bearer(it, everything(Actor.parse(it))));
  }

  /// Of somebody who may do just this. The account is made, or changed if it is there.
  public String bearer(String actor, Access access) {
    Actor who = Actor.parse(actor);
    int epoch =
        switch (who.kind()) {
          case USER -> user(who.id(), access);
          case REP -> user("rep-" + who.id(), access);
          case SERVICE -> service(who.id(), access);
          case RULE -> throw new IllegalArgumentException("rules have no tokens");
        };
    notices.changed(who);
    Instant now = clock.instant();
    TokenIssuer issuer = new TokenIssuer(keys, clock, properties());
    if (who.kind() == Actor.Kind.SERVICE) {
      return "Bearer " + issuer.issue(who, TokenIssuer.claims(access, epoch)).value();
    }
    Accounts.User user = new Accounts(jdbc).user(who).orElseThrow();
    return "Bearer "
        + issuer
            .issue(user, new TokenIssuer.Session(UUID.randomUUID(), now, now.plus(FOR_ALL_TESTS)))
            .value();
  }

  /// What {@link #bearer(String)} grants.
  public static Access everything(Actor actor) {
    return new Access(
        EnumSet.allOf(Role.class),
        EnumSet.allOf(Scope.class),
        actor.kind() == Actor.Kind.REP ? RepId.of(actor.id()) : null,
        Set.of(Access.EVERY_TEAM));
  }

  /// Whatever claims, under a genuine signature.
  public String signed(JwtClaimsSet claims) {
    return "Bearer "
        + TokenIssuer.encoder(keys)
            .encode(
                JwtEncoderParameters.from(JwsHeader.with(SignatureAlgorithm.ES256).build(), claims))
            .getTokenValue();
  }

  private int user(String name, Access access) {
    return jdbc.sql(
            """
            INSERT INTO custody.app_user (name, roles, teams, rep, created_at)
            VALUES (?, ?::text[], ?::text[], ?, ?)
            ON CONFLICT (name) DO UPDATE SET roles = excluded.roles, teams = excluded.teams,
              active = true, epoch = app_user.epoch + 1
            RETURNING epoch
            """)
        .param(name)
        .param(names(access.roles()))
        .param(access.teams().toArray(String[]::new))
        .param(access.rep() == null ? null : access.rep().value())
        .param(Timestamp.from(clock.instant()))
        .query(Integer.class)
        .single();
  }

  private int service(String name, Access access) {
    return jdbc.sql(
            """
            INSERT INTO custody.service_account
              (name, scopes, teams, secret, expires_at, created_at)
            VALUES (?, ?::text[], ?::text[], 'none', ?, ?)
            ON CONFLICT (name) DO UPDATE SET scopes = excluded.scopes, teams = excluded.teams,
              active = true, epoch = service_account.epoch + 1
            RETURNING epoch
            """)
        .param(name)
        .param(names(access.scopes()))
        .param(access.teams().toArray(String[]::new))
        .param(Timestamp.from(clock.instant().plus(FOR_ALL_TESTS)))
        .param(Timestamp.from(clock.instant()))
        .query(Integer.class)
        .single();
  }

  private static String[] names(Set<? extends Enum<?>> values) {
    return values.stream()
        .map(it -> it.name().toLowerCase(Locale.ROOT))
        .sorted()
        .toArray(String[]::new);
  }
}

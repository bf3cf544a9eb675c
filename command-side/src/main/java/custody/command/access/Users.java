package custody.command.access;

import custody.access.AccessNotices;
import custody.access.Accounts;
import custody.access.Accounts.User;
import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.Problem;
import custody.service.Role;
import custody.store.EventLog;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/// The people who may sign in. A name is never given again, since history speaks of it. Whatever
/// changes what a person may do ends that person's sessions.
public class Users {
  private static final Logger log = LoggerFactory.getLogger(Users.class);

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Accounts accounts;
  private final AccessNotices notices;
  private final PasswordEncoder passwords;
  private final EventLog events;
  private final Clock clock;

  Users(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Accounts accounts,
      AccessNotices notices,
      PasswordEncoder passwords,
      EventLog events,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.accounts = accounts;
    this.notices = notices;
    this.passwords = passwords;
    this.events = events;
    this.clock = clock;
  }

  /// What an administrator says of a person.
  ///
  /// @param rep exactly if one of the roles is rep
  public record Wish(Set<Role> roles, Set<String> teams, @Nullable RepId rep) {}

  /// A person without a password yet.
  ///
  /// @throws Problem 409 if the name or the rep has an account, 422 if the wish makes no sense
  public User create(Actor by, String name, Wish wish) {
    check(wish);
    try {
      jdbc.sql(
              """
              INSERT INTO custody.app_user (name, roles, teams, rep, created_at)
              VALUES (?, ?::text[], ?::text[], ?, ?)
              """)
          .param(name)
          .param(roles(wish))
          .param(wish.teams().toArray(String[]::new))
          .param(rep(wish))
          .param(Timestamp.from(clock.instant()))
          .update();
    } catch (DuplicateKeyException e) {
      throw taken();
    }
    log.info("{} created {} with roles {}", by, name, wish.roles());
    return accounts.user(name).orElseThrow();
  }

  /// @param seen null = whatever version it has
  User change(Actor by, String name, Wish wish, boolean active, @Nullable Long seen) {
    check(wish);
    Actor before = existing(name).actor();
    try {
      User after =
          transactions.execute(
              _ -> {
                int changed =
                    jdbc.sql(
                            """
                            UPDATE custody.app_user
                            SET roles = :roles::text[], teams = :teams::text[], rep = :rep,
                              active = :active, epoch = epoch + 1, version = version + 1
                            WHERE name = :name AND version = coalesce(:seen, version)
                            """)
                        .param("roles", roles(wish))
                        .param("teams", wish.teams().toArray(String[]::new))
                        .param("rep", rep(wish))
                        .param("active", active)
                        .param("name", name)
                        .param("seen", seen)
                        .update();
                if (changed == 0) {
                  throw new Problem(
                      412, "stale-version", "It has changed meanwhile. Look again, then decide.");
                }
                if (!hasAdministrator()) {
                  throw new Problem(
                      409,
                      "last-administrator",
                      "Nobody would be left who can let people in. Make somebody else"
                          + " administrator first.");
                }
                return existing(name);
              });
      notices.changed(before);
      notices.changed(after.actor());
      log.info("{} gave {} roles {}, active: {}", by, name, wish.roles(), active);
      return after;
    } catch (DuplicateKeyException e) {
      throw taken();
    }
  }

  /// Ends all sessions.
  public void setPassword(String name, String password) {
    String encoded = passwords.encode(password);
    jdbc.sql(
            """
            UPDATE custody.app_user
            SET password = ?, password_at = ?, epoch = epoch + 1, version = version + 1
            WHERE name = ?
            """)
        .param(encoded)
        .param(Timestamp.from(clock.instant()))
        .param(name)
        .update();
    notices.changed(existing(name).actor());
  }

  /// The hash alone, for a better algorithm; the password stays.
  void rehash(String name, String password) {
    jdbc.sql("UPDATE custody.app_user SET password = ? WHERE name = ?")
        .param(passwords.encode(password))
        .param(name)
        .update();
  }

  /// The hash; empty if there is no such user, or no password yet.
  Optional<String> password(String name) {
    return jdbc.sql(
            "SELECT password FROM custody.app_user WHERE name = ? AND active AND password IS NOT"
                + " NULL")
        .param(name)
        .query(String.class)
        .optional();
  }

  /// Whether anyone can administer.
  boolean hasAdministrator() {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM custody.app_user
              WHERE active AND password IS NOT NULL AND 'admin' = ANY (roles))
            """)
        .query(Boolean.class)
        .single();
  }

  User existing(String name) {
    return accounts
        .user(name)
        .orElseThrow(
            () ->
                new Problem(
                    404, "user-not-found", "There is no user of this name. See GET /api/users."));
  }

  private void check(Wish wish) {
    if (wish.roles().contains(Role.REP) != (wish.rep() != null)) {
      throw new Problem(
          422, "rep-and-role", "Say which rep a person is exactly if one of the roles is rep.");
    }
    if (wish.rep() != null && events.version(wish.rep().value()) == 0) {
      throw new Problem(422, "rep-not-found", "There is no such rep. See GET /api/reps.");
    }
  }

  private static String[] roles(Wish wish) {
    return wish.roles().stream()
        .map(it -> it.name().toLowerCase(Locale.ROOT))
        .sorted()
        .toArray(String[]::new);
  }

  private static @Nullable UUID rep(Wish wish) {
    return wish.rep() == null ? null : wish.rep().value();
  }

  private static Problem taken() {
    return new Problem(
        409,
        "account-exists",
        "This name or this rep has an account already. Names are never given again.");
  }
}

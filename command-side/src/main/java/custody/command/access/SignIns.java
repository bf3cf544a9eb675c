package custody.command.access;

import custody.access.AccessNotices;
import custody.access.AccessProperties;
import custody.access.Accounts;
import custody.access.Accounts.User;
import custody.access.CallerToken;
import custody.access.Sessions;
import custody.access.Standings;
import custody.access.TokenIssuer;
import custody.access.TokenIssuer.Session;
import custody.access.TokenIssuer.Token;
import custody.contract.Actor;
import custody.service.Problem;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.transaction.support.TransactionTemplate;

/// Sessions: how they begin, are renewed and end.
class SignIns {
  private static final Logger log = LoggerFactory.getLogger(SignIns.class);

  private final Users users;
  private final Accounts accounts;
  private final Passwords passwords;
  private final PasswordRules rules;
  private final Links links;
  private final SignInThrottle throttle;
  private final Standings standings;
  private final TokenIssuer tokens;
  private final Sessions sessions;
  private final AccessNotices notices;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final AccessProperties properties;

  SignIns(
      Users users,
      Accounts accounts,
      Passwords passwords,
      PasswordRules rules,
      Links links,
      SignInThrottle throttle,
      Standings standings,
      TokenIssuer tokens,
      Sessions sessions,
      AccessNotices notices,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock,
      AccessProperties properties) {
    this.users = users;
    this.accounts = accounts;
    this.passwords = passwords;
    this.rules = rules;
    this.links = links;
    this.throttle = throttle;
    this.standings = standings;
    this.tokens = tokens;
    this.sessions = sessions;
    this.notices = notices;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
    this.properties = properties;
  }

  /// @param endsAt when the password must be given again, whatever happens until then
  record SignedIn(User user, Token token, Instant endsAt) {}

  /// From where a request comes.
  ///
  /// @param agent what the browser or program calls itself
  record From(String address, @Nullable String agent) {}

  /// @throws Problem 401, which does not say what was wrong; 429 after too many attempts
  SignedIn signIn(String typed, String password, From from) {
    String name = typed.strip().toLowerCase(Locale.ROOT);
    verify(name, password, from.address());
    User user = accounts.user(name).orElseThrow(SignIns::refused);
    if (!standings.holds(user.actor(), user.epoch(), null)) {
      throw refused();
    }
    return begin(user, from);
  }

  private void verify(String name, String password, String address) {
    throttle.attempt(name, address);
    Optional<String> hash = users.password(name);
    if (hash.isEmpty()) {
      passwords.matchNobody(password);
      log.warn("Somebody was refused who gave no name that is known"); // it may be a password
      throw refused();
    }
    if (!passwords.matches(password, hash.get())) {
      log.warn("Somebody who wanted to sign in as {} was refused", name);
      throw refused();
    }
    throttle.succeeded(name, address);
    if (passwords.upgradeEncoding(hash.get())) {
      users.rehash(name, password);
    }
  }

  private SignedIn begin(User user, From from) {
    Instant now = clock.instant();
    Session session = new Session(UUID.randomUUID(), now, now.plus(properties.sessionLifetime()));
    sessions.began(user, session, from.address(), from.agent());
    log.info("{} signed in", user.actor());
    return new SignedIn(user, tokens.issue(user, session), session.endsAt());
  }

  /// The same session with a token that is valid for longer.
  SignedIn renew(CallerToken caller) {
    Session session = session(caller.getToken());
    User user =
        session == null ? null : accounts.user(caller.actor()).filter(User::active).orElse(null);
    if (session == null || user == null) {
      throw noSession();
    }
    if (!clock.instant().isBefore(session.endsAt())) {
      throw new Problem(401, "session-ended", "The session is over. Sign in again.")
          .header("WWW-Authenticate", "Bearer");
    }
    sessions.renewed(session);
    return new SignedIn(user, tokens.issue(user, session), session.endsAt());
  }

  /// No token of this session is good for anything any more.
  void signOut(CallerToken caller) {
    Session session = session(caller.getToken());
    if (session == null) {
      throw noSession();
    }
    jdbc.sql("DELETE FROM custody.ended_session WHERE expires_at < ?")
        .param(Timestamp.from(clock.instant()))
        .update();
    jdbc.sql("INSERT INTO custody.ended_session VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .param(session.id())
        .param(caller.actor().toString())
        .param(Timestamp.from(session.endsAt()))
        .update();
    notices.changed(caller.actor());
  }

  /// The same for a session of the caller's that need not be the one that asks.
  void signOut(CallerToken caller, UUID session) {
    User user = accounts.user(caller.actor()).orElseThrow(SignIns::noSession);
    if (!sessions.end(user, session)) {
      throw new Problem(
          404,
          "session-not-found",
          "You have no such session, or it is over. See GET /api/sessions.");
    }
    log.info("{} ended a session", user.actor());
  }

  /// Ends all other sessions and begins a new one.
  SignedIn changePassword(CallerToken caller, String current, String next, From from) {
    User user = accounts.user(caller.actor()).orElseThrow(SignIns::noSession);
    verify(user.name(), current, from.address());
    rules.check(user.name(), next);
    users.setPassword(user.name(), next);
    return begin(users.existing(user.name()), from);
  }

  /// Sets a password by a link, which is good for this once. The first administrator's link makes
  /// that account too.
  ///
  /// @param name of the first administrator; null with any other link
  /// @return whose password it is
  String redeem(String secret, @Nullable String name, String password) {
    Links.Opened link = links.look(secret).orElseThrow(SignIns::linkSpent);
    String user = link.user() != null ? link.user() : firstAdministrator(name);
    // Before the link is used up: a refused password must not cost it.
    rules.check(user, password);
    transactions.executeWithoutResult(
        _ -> {
          if (!links.use(secret)) {
            throw linkSpent();
          }
          if (link.user() == null) {
            if (users.hasAdministrator()) {
              throw linkSpent();
            }
            users.create(new Actor(Actor.Kind.USER, user), user, FirstAdministrator.WISH);
          }
          users.setPassword(user, password);
        });
    notices.changed(users.existing(user).actor());
    return user;
  }

  private static String firstAdministrator(@Nullable String name) {
    if (name == null) {
      throw new Problem(
          422, "user-missing", "Say what the first administrator shall be called: send user.");
    }
    return name;
  }

  private @Nullable Session session(Jwt token) {
    String id = token.getClaimAsString("sid");
    Instant startedAt = token.getClaimAsInstant("auth_time");
    return id == null || startedAt == null
        ? null
        : new Session(UUID.fromString(id), startedAt, startedAt.plus(properties.sessionLifetime()));
  }

  private static Problem refused() {
    return new Problem(
            401, "sign-in-refused", "Name or password is wrong, or the account is closed.")
        .header("WWW-Authenticate", "Bearer");
  }

  private static Problem linkSpent() {
    return new Problem(
        410,
        "link-spent",
        "This link is used up or too old. Ask an administrator for a new one; the first"
            + " administrator's is printed at every start.");
  }

  private static Problem noSession() {
    return new Problem(
        409, "no-session", "Only a person who has signed in here has a session to work on.");
  }
}

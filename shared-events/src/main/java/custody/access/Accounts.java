package custody.access;

import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The accounts as anyone may know them who administers: without passwords and secrets.
public final class Accounts {
  private final JdbcClient jdbc;

  public Accounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A person.
  ///
  /// @param rep the rep this person is, if one
  /// @param epoch tokens of another one are refused
  /// @param version counts the changes, for `If-Match`
  /// @param passwordAt when the password was set; null = not yet
  public record User(
      String name,
      Set<Role> roles,
      Set<String> teams,
      @Nullable RepId rep,
      boolean active,
      int epoch,
      long version,
      Instant createdAt,
      @Nullable Instant passwordAt) {

    /// As history names this person.
    public Actor actor() {
      return rep == null ? new Actor(Actor.Kind.USER, name) : Actor.rep(rep);
    }

    public Access access() {
      return new Access(roles, Set.of(), rep, teams);
    }
  }

  /// An API client.
  ///
  /// @param expiresAt when its secret ends
  public record Service(
      String name,
      Set<Scope> scopes,
      Set<String> teams,
      boolean active,
      int epoch,
      long version,
      Instant createdAt,
      Instant expiresAt) {

    /// As history names it.
    public Actor actor() {
      return new Actor(Actor.Kind.SERVICE, name);
    }

    public Access access() {
      return new Access(Set.of(), scopes, null, teams);
    }
  }

  private static final String USER =
      """
      SELECT name, roles, teams, rep, active, epoch, version, created_at, password_at
      FROM custody.app_user
      """;

  private static final String SERVICE =
      """
      SELECT name, scopes, teams, active, epoch, version, created_at, expires_at
      FROM custody.service_account
      """;

  public Optional<User> user(String name) {
    return jdbc.sql(USER + "WHERE name = ?").param(name).query((row, _) -> user(row)).optional();
  }

  /// The person who acts under this name.
  public Optional<User> user(Actor actor) {
    return switch (actor.kind()) {
      case USER -> user(actor.id());
      case REP ->
          jdbc.sql(USER + "WHERE rep = ?")
              .param(UUID.fromString(actor.id()))
              .query((row, _) -> user(row))
              .optional();
      case SERVICE, RULE -> Optional.empty();
    };
  }

  /// What a person is entitled by who sends no token at the moment, such as whoever reads a mail;
  /// nothing if they may not come in. A rep without an account here is one a provider of identities
  /// lets in, and is taken for that rep and no more.
  public Optional<Access> access(Actor actor) {
    Optional<User> user = user(actor);
    return user.isEmpty() && actor.kind() == Actor.Kind.REP
        ? Optional.of(new Access(Set.of(Role.REP), Set.of(), RepId.of(actor.id()), Set.of()))
        : user.filter(User::active).map(User::access);
  }

  /// By name.
  ///
  /// @param after exclusive; empty = from the first
  public List<User> users(String after, int limit) {
    return jdbc.sql(USER + "WHERE name > ? ORDER BY name LIMIT ?")
        .param(after)
        .param(limit)
        .query((row, _) -> user(row))
        .list();
  }

  public Optional<Service> service(String name) {
    return jdbc.sql(SERVICE + "WHERE name = ?")
        .param(name)
        .query((row, _) -> service(row))
        .optional();
  }

  /// By name.
  ///
  /// @param after exclusive; empty = from the first
  public List<Service> services(String after, int limit) {
    return jdbc.sql(SERVICE + "WHERE name > ? ORDER BY name LIMIT ?")
        .param(after)
        .param(limit)
        .query((row, _) -> service(row))
        .list();
  }

  private static User user(ResultSet row) throws SQLException {
    UUID rep = row.getObject("rep", UUID.class);
    Timestamp passwordAt = row.getTimestamp("password_at");
    return new User(
        row.getString("name"),
        texts(row.getArray("roles")).stream()
            .map(it -> Role.valueOf(it.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet()),
        texts(row.getArray("teams")),
        rep == null ? null : new RepId(rep),
        row.getBoolean("active"),
        row.getInt("epoch"),
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant(),
        passwordAt == null ? null : passwordAt.toInstant());
  }

  private static Service service(ResultSet row) throws SQLException {
    return new Service(
        row.getString("name"),
        texts(row.getArray("scopes")).stream()
            .map(it -> Scope.valueOf(it.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet()),
        texts(row.getArray("teams")),
        row.getBoolean("active"),
        row.getInt("epoch"),
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }

  private static Set<String> texts(Array array) throws SQLException {
    return Arrays.stream((String[]) array.getArray()).collect(Collectors.toUnmodifiableSet());
  }
}

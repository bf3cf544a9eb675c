package custody.query.access;

import custody.access.Accounts;
import custody.contract.RepId;
import custody.query.Answers;
import custody.service.Cursors;
import custody.service.Problem;
import custody.service.Role;
import custody.service.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The accounts, for administrators.
@RestController
@Tag(name = "users")
class AccountsController {
  private static final int PAGE = 100;

  private final Accounts accounts;
  private final Cursors cursors;

  AccountsController(Accounts accounts, Cursors cursors) {
    this.accounts = accounts;
    this.cursors = cursors;
  }

  /// @param active false once closed
  /// @param passwordAt when the password was set; null = the link was not used yet
  record User(
      String name,
      List<Role> roles,
      List<String> teams,
      @Nullable RepId rep,
      boolean active,
      long version,
      Instant createdAt,
      @Nullable Instant passwordAt) {
    static User of(Accounts.User it) {
      return new User(
          it.name(),
          it.roles().stream().sorted().toList(),
          it.teams().stream().sorted().toList(),
          it.rep(),
          it.active(),
          it.version(),
          it.createdAt(),
          it.passwordAt());
    }
  }

  /// @param next the cursor of the next page; null if this is the last
  record Users(List<User> users, @Nullable String next) {}

  /// @param active false once revoked
  /// @param expiresAt when the secret ends
  record Service(
      String name,
      List<Scope> scopes,
      List<String> teams,
      boolean active,
      Instant createdAt,
      Instant expiresAt) {
    static Service of(Accounts.Service it) {
      return new Service(
          it.name(),
          it.scopes().stream().sorted().toList(),
          it.teams().stream().sorted().toList(),
          it.active(),
          it.createdAt(),
          it.expiresAt());
    }
  }

  /// @param next the cursor of the next page; null if this is the last
  record Services(List<Service> serviceAccounts, @Nullable String next) {}

  @Operation(summary = "The users")
  @GetMapping("/api/users")
  Users users(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    int size = Answers.limit(limit, PAGE);
    List<User> users = accounts.users(after("users", cursor), size).stream().map(User::of).toList();
    return new Users(users, next("users", users.stream().map(User::name).toList(), size));
  }

  @Operation(summary = "A user")
  @GetMapping("/api/users/{name}")
  ResponseEntity<User> user(@PathVariable String name) {
    User user =
        accounts
            .user(name)
            .map(User::of)
            .orElseThrow(
                () ->
                    new Problem(
                        404,
                        "user-not-found",
                        "There is no user of this name. See GET /api/users."));
    return ResponseEntity.ok().eTag(Long.toString(user.version())).body(user);
  }

  @Operation(summary = "The service accounts")
  @GetMapping("/api/service-accounts")
  Services services(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    int size = Answers.limit(limit, PAGE);
    List<Service> services =
        accounts.services(after("services", cursor), size).stream().map(Service::of).toList();
    return new Services(
        services, next("services", services.stream().map(Service::name).toList(), size));
  }

  private String after(String list, @Nullable String cursor) {
    return cursor == null ? "" : cursors.read(list, cursor).getFirst();
  }

  private @Nullable String next(String list, List<String> names, int size) {
    return names.size() < size ? null : cursors.write(list, List.of(names.getLast()));
  }
}

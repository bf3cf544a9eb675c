package custody.query.access;

import custody.access.Accounts;
import custody.access.CallerToken;
import custody.access.Sessions;
import custody.contract.RepId;
import custody.service.Role;
import custody.service.Scope;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the caller's token says, and where else the caller is signed in.
@RestController
@Tag(name = "session")
class SessionController {
  /// @param actor as history names the caller
  /// @param roles of a person
  /// @param scopes of a service account
  /// @param rights all that is allowed, be it to some customers only: what is worth offering
  /// @param expiresAt renew the session before
  record SignedIn(
      String actor,
      List<Role> roles,
      List<Scope> scopes,
      List<String> teams,
      List<String> rights,
      @Nullable RepId rep,
      @Nullable Instant expiresAt) {}

  private final Accounts accounts;
  private final Sessions sessions;

  SessionController(Accounts accounts, Sessions sessions) {
    this.accounts = accounts;
    this.sessions = sessions;
  }

  @Operation(summary = "Who is signed in")
  @GetMapping("/api/session")
  SignedIn session(@CurrentSecurityContext(expression = "authentication") CallerToken caller) {
    return new SignedIn(
        caller.actor().toString(),
        caller.access().roles().stream().sorted().toList(),
        caller.access().scopes().stream().sorted().toList(),
        caller.access().teams().stream().sorted().toList(),
        Rules.held(caller.access()).stream().map(Right::word).toList(),
        caller.access().rep(),
        caller.getToken().getExpiresAt());
  }

  /// @param current whether it is the one that asks
  /// @param renewedAt when it was last in use, to the life of a token
  /// @param address from where the password was given
  /// @param agent what the browser or program called itself then
  record Open(
      UUID id,
      boolean current,
      Instant startedAt,
      Instant renewedAt,
      Instant endsAt,
      String address,
      @Nullable String agent) {}

  /// @param sessions the newest first
  record OpenSessions(List<Open> sessions) {}

  @Operation(
      summary = "Where one is signed in",
      description = "None for programs, and for people who sign in with a provider.")
  @GetMapping("/api/sessions")
  OpenSessions sessions(@CurrentSecurityContext(expression = "authentication") CallerToken caller) {
    String current = caller.getToken().getClaimAsString("sid");
    return new OpenSessions(
        accounts.user(caller.actor()).map(sessions::open).orElse(List.of()).stream()
            .map(
                it ->
                    new Open(
                        it.id(),
                        it.id().toString().equals(current),
                        it.startedAt(),
                        it.renewedAt(),
                        it.endsAt(),
                        it.address(),
                        it.agent()))
            .toList());
  }
}

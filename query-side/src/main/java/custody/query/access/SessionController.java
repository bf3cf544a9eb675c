package custody.query.access;

import custody.access.CallerToken;
import custody.contract.RepId;
import custody.service.Role;
import custody.service.Scope;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the caller's token says.
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
}

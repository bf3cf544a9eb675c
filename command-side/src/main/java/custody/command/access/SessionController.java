package custody.command.access;

import custody.access.AccessProperties;
import custody.access.Addresses;
import custody.access.CallerToken;
import custody.access.SessionCookie;
import custody.command.access.SignIns.From;
import custody.command.access.SignIns.SignedIn;
import custody.contract.RepId;
import custody.service.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "session")
final class SessionController {
  private final SignIns signIns;
  private final AccessProperties properties;

  SessionController(SignIns signIns, AccessProperties properties) {
    this.signIns = signIns;
    this.properties = properties;
  }

  /// How the token comes: for pages as a cookie they cannot read, for programs in the answer.
  enum As {
    COOKIE,
    BEARER
  }

  /// @param as cookie if left out
  record SigningIn(
      @Size(max = 200) String user, @Size(max = 1000) String password, @Nullable As as) {}

  /// @param token null when it came as a cookie
  /// @param expiresAt renew the session before
  /// @param endsAt sign in again after
  record Session(
      String user,
      String actor,
      List<Role> roles,
      List<String> teams,
      @Nullable RepId rep,
      Instant expiresAt,
      Instant endsAt,
      @Nullable String token) {}

  @PostMapping("/session")
  @SecurityRequirements
  @Operation(
      summary = "Sign in",
      description = "Answers with a cookie for pages, or (`as`: bearer) with a token for programs.")
  Session signIn(
      @Valid @RequestBody SigningIn body,
      HttpServletRequest request,
      HttpServletResponse response,
      CsrfToken csrf) {
    SignedIn signedIn = signIns.signIn(body.user(), body.password(), from(request));
    return answer(signedIn, body.as() == As.BEARER, request, response, csrf);
  }

  @PostMapping("/session/renewal")
  @Operation(summary = "Go on with a session whose token expires soon")
  Session renew(
      @CurrentSecurityContext(expression = "authentication") CallerToken caller,
      HttpServletRequest request,
      HttpServletResponse response,
      CsrfToken csrf) {
    return answer(signIns.renew(caller), !SessionCookie.isUsedBy(request), request, response, csrf);
  }

  @DeleteMapping("/session")
  @Operation(summary = "Sign out")
  ResponseEntity<Void> signOut(
      @CurrentSecurityContext(expression = "authentication") CallerToken caller,
      HttpServletRequest request) {
    if (properties.isOwn()) {
      signIns.signOut(caller);
    } // else the provider knows the session, and its token ends by itself
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, SessionCookie.none(properties.isSecure(request)).toString())
        .build();
  }

  @DeleteMapping("/sessions/{session}")
  @Operation(summary = "End one of the own sessions", description = "It need not be this one.")
  ResponseEntity<Void> end(
      @PathVariable UUID session,
      @CurrentSecurityContext(expression = "authentication") CallerToken caller) {
    signIns.signOut(caller, session);
    return ResponseEntity.noContent().build();
  }

  record PasswordChange(@Size(max = 1000) String current, @Size(max = 1000) String password) {}

  @PostMapping("/session/password")
  @Operation(summary = "Change the own password", description = "Ends all other sessions.")
  Session changePassword(
      @Valid @RequestBody PasswordChange body,
      @CurrentSecurityContext(expression = "authentication") CallerToken caller,
      HttpServletRequest request,
      HttpServletResponse response,
      CsrfToken csrf) {
    SignedIn signedIn =
        signIns.changePassword(caller, body.current(), body.password(), from(request));
    return answer(signedIn, !SessionCookie.isUsedBy(request), request, response, csrf);
  }

  /// @param link what stands behind the # of the link
  /// @param user what the first administrator shall be called; with other links left out
  record LinkUse(
      @Size(max = 100) String link,
      @Pattern(regexp = UsersController.NAME, message = UsersController.NAME_EXPECTED)
          @Nullable String user,
      @Size(max = 1000) String password) {}

  record PasswordSet(String user) {}

  @PostMapping("/password-links")
  @SecurityRequirements
  @Operation(summary = "Set a password by a one-time link")
  PasswordSet redeem(@Valid @RequestBody LinkUse body) {
    return new PasswordSet(signIns.redeem(body.link(), body.user(), body.password()));
  }

  private static From from(HttpServletRequest request) {
    return new From(Addresses.of(request), request.getHeader(HttpHeaders.USER_AGENT));
  }

  private Session answer(
      SignedIn signedIn,
      boolean bearer,
      HttpServletRequest request,
      HttpServletResponse response,
      CsrfToken csrf) {
    var user = signedIn.user();
    var token = signedIn.token();
    if (!bearer) {
      response.addHeader(
          HttpHeaders.SET_COOKIE,
          SessionCookie.of(token.value(), properties.tokenLifetime(), properties.isSecure(request))
              .toString());
      csrf.getToken(); // asked for, it is sent along as a cookie
    }
    return new Session(
        user.name(),
        user.actor().toString(),
        user.roles().stream().sorted().toList(),
        user.teams().stream().sorted().toList(),
        user.rep(),
        token.expiresAt(),
        signedIn.endsAt(),
        bearer ? token.value() : null);
  }
}

package custody.access;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.service.Access;
import custody.service.Caller;
import custody.service.Correlation;
import custody.service.Problem;
import custody.service.http.ProblemAnswer;
import custody.service.looks.Look;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/// What those hear who are not let in, and that they tried.
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final Strangers strangers = new Strangers();
  private final @Nullable String signInAt;

  /// @param signInAt where a browser is sent to sign in with a provider; null = nowhere
  Refusals(@Nullable String signInAt) {
    this.signInAt = signInAt;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) {
    if (!isAskingWhoIsSignedIn(request) && strangers.areWorthARecord(request)) {
      onRecord(request, failure instanceof TokenRefusedException it ? it.actor() : null);
    }
    ProblemAnswer.write(problem(failure).with("signInAt", signInAt), request, response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure) {
    Problem problem =
        failure instanceof CsrfException
            ? new Problem(
                403,
                "csrf-token-missing",
                "A page that calls with the session's cookie must send the value of the cookie"
                    + " custody_csrf as header X-CSRF-Token.")
            : new Problem(
                403,
                "not-allowed",
                "You are not allowed to do this. Ask an administrator for the role or scope.");
    if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerToken token) {
      onRecord(request, token.actor());
    } else if (strangers.areWorthARecord(request)) {
      onRecord(request, null);
    }
    ProblemAnswer.write(problem, request, response);
  }

  /// A browser does before it shows the page to sign in.
  private static boolean isAskingWhoIsSignedIn(HttpServletRequest request) {
    return request.getMethod().equals("GET") && request.getRequestURI().equals("/api/session");
  }

  /// @param actor null = nobody knows
  private static void onRecord(HttpServletRequest request, @Nullable Actor actor) {
    Look look = Look.of(request);
    if (actor == null) {
      look.byStranger();
    } else {
      look.by(new Caller(actor, Access.none(), channel(request), Correlation.of(request)));
    }
  }

  private static Channel channel(HttpServletRequest request) {
    return SessionCookie.isUsedBy(request) ? Channel.CONSOLE : Channel.API;
  }

  private static Problem problem(AuthenticationException failure) {
    return switch (failure) {
      case TokenRefusedException it ->
          new Problem(401, it.code(), String.valueOf(it.getMessage()))
              .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      case InvalidBearerTokenException it when expired(it) ->
          new Problem(
                  401, "token-expired", "The token has expired. Get a new one, or sign in again.")
              .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      case InvalidBearerTokenException _ ->
          new Problem(
                  401,
                  "token-invalid",
                  "The token was not issued by and for this service, or is damaged. Get one from"
                      + " /oauth2/token or /api/session.")
              .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      default ->
          new Problem(
                  401,
                  "credentials-missing",
                  "Sign in, or send a token: Authorization: Bearer, from /api/session or"
                      + " /oauth2/token.")
              .header("WWW-Authenticate", "Bearer");
    };
  }

  private static boolean expired(InvalidBearerTokenException failure) {
    return failure.getCause() instanceof JwtValidationException invalid
        && invalid.getErrors().stream()
            .allMatch(it -> String.valueOf(it.getDescription()).contains("expired"));
  }
}

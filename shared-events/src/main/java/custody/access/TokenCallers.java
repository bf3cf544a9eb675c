package custody.access;

import custody.contract.Channel;
import custody.service.Caller;
import custody.service.Callers;
import custody.service.Correlation;
import custody.service.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/// Knows the caller by the token that the gate let in.
final class TokenCallers implements Callers {
  private static final String CHANNEL = "Custody-Channel";

  private final AuthenticationManager tokens;

  TokenCallers(AuthenticationManager tokens) {
    this.tokens = tokens;
  }

  @Override
  public Caller of(HttpServletRequest request) {
    if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerToken token)) {
      throw new Problem(401, "credentials-missing", "Sign in, or send a token.")
          .header("WWW-Authenticate", "Bearer");
    }
    Channel channel =
        SessionCookie.isUsedBy(request) ? Channel.CONSOLE : channel(request.getHeader(CHANNEL));
    return new Caller(token.actor(), token.access(), channel, Correlation.of(request));
  }

  @Override
  public boolean holds(HttpServletRequest request) {
    try {
      return SecurityContextHolder.getContext().getAuthentication() instanceof CallerToken token
          && tokens
              .authenticate(new BearerTokenAuthenticationToken(token.getToken().getTokenValue()))
              .isAuthenticated();
    } catch (AuthenticationException e) {
      return false;
    }
  }

  private static Channel channel(@Nullable String header) {
    return switch (header) {
      case null -> Channel.API;
      case "api" -> Channel.API;
      case "console" -> Channel.CONSOLE;
      case "cti" -> Channel.CTI;
      default ->
          throw new Problem(
              400, "channel-invalid", "Custody-Channel must be api, console or cti, or left out.");
    };
  }
}

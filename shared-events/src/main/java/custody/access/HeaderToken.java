package custody.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/// The token in `Authorization`, by Spring's own rule, which it says as a pattern: matching that
/// was a sixteenth of a request.
final class HeaderToken implements BearerTokenResolver {
  private static final String SCHEME = "Bearer ";
  private static final String SIGNS = "-._~+/";

  /// @return null if the header is not there, or of another scheme
  /// @throws OAuth2AuthenticationException if it is none that RFC 6750 allows
  @Override
  public @Nullable String resolve(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length() - 1)) {
      return null;
    }
    if (!isWellFormed(header)) {
      throw new OAuth2AuthenticationException(
          BearerTokenErrors.invalidToken("Bearer token is malformed"));
    }
    return header.substring(SCHEME.length());
  }

  private static boolean isWellFormed(String header) {
    int end = header.length();
    while (header.charAt(end - 1) == '=') {
      end--;
    }
    if (end <= SCHEME.length() || header.charAt(SCHEME.length() - 1) != ' ') {
      return false;
    }
    for (int i = SCHEME.length(); i < end; i++) {
      char c = header.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}

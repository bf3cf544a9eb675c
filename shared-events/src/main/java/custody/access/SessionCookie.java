package custody.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/// The cookie in which a browser keeps a person's token, out of its pages' reach.
public final class SessionCookie {
  private static final String NAME = "custody_session";

  private SessionCookie() {}

  /// To be sent as `Set-Cookie`.
  public static ResponseCookie of(String token, Duration lifetime, boolean secure) {
    return ResponseCookie.from(NAME, token)
        .httpOnly(true)
        .secure(secure)
        .sameSite("Strict")
        .path("/")
        .maxAge(lifetime)
        .build();
  }

  /// The one that ends it.
  public static ResponseCookie none(boolean secure) {
    return of("", Duration.ZERO, secure);
  }

  /// Whether the request is made by it: a bearer token beside it counts instead.
  public static boolean isUsedBy(HttpServletRequest request) {
    return token(request) != null;
  }

  static @Nullable String token(HttpServletRequest request) {
    if (request.getHeader(HttpHeaders.AUTHORIZATION) != null || request.getCookies() == null) {
      return null;
    }
    for (Cookie cookie : request.getCookies()) {
      if (cookie.getName().equals(NAME) && !cookie.getValue().isEmpty()) {
        return cookie.getValue();
      }
    }
    return null;
  }
}

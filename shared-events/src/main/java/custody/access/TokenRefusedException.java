package custody.access;

import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/// A token that is genuine and yet opens nothing.
final class TokenRefusedException extends InvalidBearerTokenException {
  private final String code;

  /// @param code of the problem
  TokenRefusedException(String code, String detail) {
    super(detail);
    this.code = code;
  }

  String code() {
    return code;
  }
}

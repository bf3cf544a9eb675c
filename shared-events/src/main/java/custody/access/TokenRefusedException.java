package custody.access;

import custody.contract.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/// A token that is genuine and yet opens nothing.
final class TokenRefusedException extends InvalidBearerTokenException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final transient @Nullable Actor actor;

  /// @param code of the problem
  /// @param actor whose token it was; null if it does not say
  TokenRefusedException(String code, String detail, @Nullable Actor actor) {
    super(detail);
    this.code = code;
    this.actor = actor;
  }

  @Nullable Actor actor() {
    return actor;
  }

  String code() {
    return code;
  }
}

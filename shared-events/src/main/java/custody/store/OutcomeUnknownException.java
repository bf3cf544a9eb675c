package custody.store;

import org.jspecify.annotations.Nullable;

/// The connection broke while the append was under way, and the database did not answer in time to
/// say how it ended: it may have taken place or not. Trying again is safe under the same
/// idempotency key.
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

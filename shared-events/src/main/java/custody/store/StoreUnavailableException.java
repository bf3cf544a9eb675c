package custody.store;

import org.jspecify.annotations.Nullable;

/// The store cannot take this append now: it is overloaded, shutting down, or its database does not
/// answer. Nothing of the append took place; it may be tried again.
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message) {
    super(message);
  }

  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package custody.service;

import jakarta.servlet.http.HttpServletRequest;

/// Finds out who makes a request.
public interface Callers {
  /// @throws Problem 401 if nobody is named
  Caller of(HttpServletRequest request);

  /// Whether what let the caller in still does, for answers that go on for long.
  default boolean holds(HttpServletRequest request) {
    return true;
  }
}

package custody.service;

import jakarta.servlet.http.HttpServletRequest;

/// Finds out who makes a request.
public interface Callers {
  /// @throws Problem 401 if nobody is named
  Caller of(HttpServletRequest request);
}

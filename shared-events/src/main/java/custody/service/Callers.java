package custody.service;

import jakarta.servlet.http.HttpServletRequest;

/// Finds out who makes a request. Access control puts its own in place of the one that believes the
/// headers.
public interface Callers {
  /// @throws Problem 401 if nobody is named
  Caller of(HttpServletRequest request);
}

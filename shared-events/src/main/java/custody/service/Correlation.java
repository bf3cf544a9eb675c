package custody.service;

import custody.contract.UuidV7;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/// Gives every request the one id that its log lines, its answer and the events it causes share.
///
/// A caller may bring its own UUID in the header; anything else there is replaced, since logs are
/// no place for what strangers send.
public final class Correlation extends OncePerRequestFilter implements Ordered {
  public static final String HEADER = "Custody-Correlation-Id";

  /// The key under which log lines carry it.
  static final String IN_LOGS = "correlationId";

  private static final String ATTRIBUTE = Correlation.class.getName();
  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /// The id of a request that passed the filter.
  public static UUID of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof UUID id ? id : UuidV7.create();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    UUID id = given(request.getHeader(HEADER));
    request.setAttribute(ATTRIBUTE, id);
    response.setHeader(HEADER, id.toString());
    try (MDC.MDCCloseable _ = MDC.putCloseable(IN_LOGS, id.toString())) {
      chain.doFilter(request, response);
    }
  }

  private static UUID given(@Nullable String header) {
    return header != null && UUID_TEXT.matcher(header).matches()
        ? UUID.fromString(header)
        : UuidV7.create();
  }

  /// Before everything that may log or refuse.
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}

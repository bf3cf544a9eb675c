package custody.command.http;

import custody.command.Request;
import custody.service.Caller;
import custody.service.Callers;
import custody.service.Problem;
import custody.service.http.BodyFilter;
import custody.service.looks.Look;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Gives controllers the [Incoming] as an argument.
final class IncomingArgument implements HandlerMethodArgumentResolver {
  private static final Set<String> MAY_LOSE_UPDATES = Set.of("PUT", "PATCH", "DELETE");
  // Proxies that compress make a tag weak; the version in it stays the version.
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7e]*)\"");
  private static final Pattern VERSION = Pattern.compile("0|[1-9]\\d{0,17}");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private final Callers callers;

  IncomingArgument(Callers callers) {
    this.callers = callers;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Incoming.class;
  }

  @Override
  public Incoming resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binder) {
    HttpServletRequest request =
        Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
    Caller caller = callers.of(request);
    Look.of(request).by(caller);
    return new Incoming(caller, expectedVersion(request), idempotency(request));
  }

  private static @Nullable Long expectedVersion(HttpServletRequest request) {
    String header = request.getHeader("If-Match");
    if (header == null) {
      if (MAY_LOSE_UPDATES.contains(request.getMethod())) {
        throw new Problem(
            428,
            "if-match-missing",
            "Say which version you have seen: send the ETag of the last answer as If-Match, or * if"
                + " any version will do.");
      }
      return null;
    }
    String text = header.strip();
    if (text.equals("*")) {
      return null;
    }
    Matcher tag = TAG.matcher(text);
    if (!tag.matches()) {
      throw new Problem(
          400, "if-match-invalid", "If-Match must be one ETag in quotes, such as \"7\", or *.");
    }
    // A tag that none of our versions ever has is one that does not match.
    return VERSION.matcher(tag.group(1)).matches() ? Long.parseLong(tag.group(1)) : -1L;
  }

  private static Request.@Nullable Idempotency idempotency(HttpServletRequest request) {
    String key = request.getHeader("Idempotency-Key");
    if (key == null) {
      return null;
    }
    if (!KEY.matcher(key).matches()) {
      throw new Problem(
          400,
          "idempotency-key-invalid",
          "Idempotency-Key must have 1 to 200 visible ASCII characters; a UUID does.");
    }
    String asked =
        request.getMethod()
            + "\n"
            + request.getRequestURI()
            + "\n"
            + new String(BodyFilter.body(request), StandardCharsets.UTF_8);
    return new Request.Idempotency(key, asked);
  }
}

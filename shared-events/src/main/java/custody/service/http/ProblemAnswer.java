package custody.service.http;

import custody.service.Correlation;
import custody.service.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import tools.jackson.databind.json.JsonMapper;

/// Writes problems as RFC 9457 says. Everything that fails ends here: controllers, filters, the
/// container's own errors.
public final class ProblemAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswer.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private ProblemAnswer() {}

  /// @return false if it is too late for an answer, so that the connection should break instead
  public static boolean write(
      Throwable failure, HttpServletRequest request, HttpServletResponse response) {
    if (isNobodyThere(failure)) {
      return true;
    }
    Problem problem = Problems.of(failure);
    // A problem thrown as such is an answer we meant, such as "not yet"; the rest is a failure.
    if (problem.status() >= 500 && !(failure instanceof Problem)) {
      LOG.error(
          "{} {} failed, correlation id {}",
          request.getMethod(),
          request.getRequestURI(),
          Correlation.of(request),
          failure);
    }
    if (response.isCommitted()) {
      return false;
    }
    response.reset();
    try {
      write(problem, Correlation.of(request), request.getLocale(), response);
      return true;
    } catch (IOException e) {
      return true; // the client is gone
    }
  }

  /// Whoever asked left in the middle of the answer; what was writing it wraps that in its own way.
  private static boolean isNobodyThere(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof AsyncRequestNotUsableException) {
        return true;
      }
    }
    return false;
  }

  static void write(
      Problem problem, UUID correlationId, Locale locale, HttpServletResponse response)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "urn:custody:problem:" + problem.code());
    body.put("title", Titles.title(problem.code(), locale));
    body.put("status", problem.status());
    body.put("code", problem.code());
    body.put(
        "detail",
        Titles.detail(problem.code(), problem.properties(), locale).orElse(problem.detail()));
    problem
        .properties()
        .forEach(
            (name, value) ->
                body.putIfAbsent( // what the standard names stays as it says
                    name, name.equals("errors") ? Mistakes.said(value, locale) : value));
    body.put("correlationId", correlationId);
    byte[] json = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    response.setStatus(problem.status());
    response.setContentType("application/problem+json");
    response.setHeader(Correlation.HEADER, correlationId.toString());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    problem.headers().forEach(response::setHeader);
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
    response.flushBuffer();
  }
}

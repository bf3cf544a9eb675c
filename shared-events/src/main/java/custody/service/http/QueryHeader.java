package custody.service.http;

import custody.service.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes a request's parameters from the header `Custody-Query` too, written as in an address:
/// `q=%E9%BE%99%E4%BA%95&limit=20`. What people search for is personal, and addresses end up in
/// histories and in the logs of whatever stands in between; headers do not.
final class QueryHeader extends OncePerRequestFilter {
  static final String HEADER = "Custody-Query";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String query = request.getHeader(HEADER);
    if (query == null || query.isBlank()) {
      chain.doFilter(request, response);
      return;
    }
    Map<String, List<String>> more = new LinkedHashMap<>();
    try {
      for (String pair : query.strip().split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          more.computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
              .add(decoded(pair.substring(equals + 1)));
        }
      }
    } catch (IllegalArgumentException e) {
      ProblemAnswer.write(
          new Problem(
              400,
              "query-header-invalid",
              "Write the header Custody-Query as the part of an address behind its question mark:"
                  + " name=value, percent-encoded, joined by &."),
          request,
          response);
      return;
    }
    chain.doFilter(new Merged(request, more), response);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static final class Merged extends HttpServletRequestWrapper {
    private final Map<String, String[]> parameters = new LinkedHashMap<>();

    Merged(HttpServletRequest request, Map<String, List<String>> more) {
      super(request);
      parameters.putAll(request.getParameterMap());
      more.forEach(
          (name, values) -> {
            List<String> all =
                new ArrayList<>(List.of(parameters.getOrDefault(name, new String[0])));
            all.addAll(values);
            parameters.put(name, all.toArray(String[]::new));
          });
    }

    @Override
    public @Nullable String getParameter(String name) {
      String[] values = parameters.get(name);
      return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      String[] values = parameters.get(name);
      return values == null ? null : values.clone();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return Collections.unmodifiableMap(parameters);
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(parameters.keySet());
    }
  }
}

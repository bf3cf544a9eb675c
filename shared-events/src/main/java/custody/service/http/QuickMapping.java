package custody.service.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/// Spring's own mapping, which holds a request against every endpoint there is, unless its path has
/// no variables: a twelfth of a request. Here what stands fixed at both ends of a path rules out
/// nearly all of them first.
final class QuickMapping extends RequestMappingHandlerMapping {
  private static final Pattern ENDS = Pattern.compile("([^{*?]*)(?:.*[}*?])?([^}*?]*)");

  private final Map<RequestMappingInfo, List<Ends>> known = new ConcurrentHashMap<>();

  /// What every path that a pattern matches begins and ends with.
  private record Ends(String beginning, String end) {
    static Ends of(String pattern) {
      Matcher ends = ENDS.matcher(pattern);
      if (!ends.matches()) {
        throw new IllegalArgumentException(pattern);
      }
      String beginning = ends.group(1);
      boolean rest = pattern.contains("{*") || pattern.contains("**");
      // /a/** matches /a
      return new Ends(
          rest && beginning.endsWith("/")
              ? beginning.substring(0, beginning.length() - 1)
              : beginning,
          ends.group(2));
    }

    boolean fit(String path) {
      return path.startsWith(beginning) && path.endsWith(end);
    }
  }

  @Override
  protected @Nullable RequestMappingInfo getMatchingMapping(
      RequestMappingInfo endpoint, HttpServletRequest request) {
    return mayMatch(endpoint, request) ? super.getMatchingMapping(endpoint, request) : null;
  }

  private boolean mayMatch(RequestMappingInfo endpoint, HttpServletRequest request) {
    String path =
        ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().value();
    if (path.indexOf('%') >= 0 || path.indexOf(';') >= 0) {
      return true; // it may stand for another
    }
    List<Ends> all = known.get(endpoint);
    if (all == null) {
      // Only then: where a map is asked to compute it may lock, and each request asks for all.
      all = known.computeIfAbsent(endpoint, QuickMapping::ends);
    }
    for (Ends ends : all) {
      if (ends.fit(path)) {
        return true;
      }
    }
    return false;
  }

  private static List<Ends> ends(RequestMappingInfo endpoint) {
    return endpoint.getPatternValues().stream().map(Ends::of).toList();
  }
}

package custody.service.looks;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/// Which endpoint a request meant that was refused before it came to any.
final class Endpoints {
  private final ObjectProvider<RequestMappingHandlerMapping> mappings;

  Endpoints(ObjectProvider<RequestMappingHandlerMapping> mappings) {
    this.mappings = mappings;
  }

  /// Leaves it in the request's attributes, where Spring does; nothing if there is none.
  void find(HttpServletRequest request) {
    if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) != null) {
      return;
    }
    ServletRequestPathUtils.parseAndCache(request);
    try {
      for (RequestMappingHandlerMapping mapping : mappings.orderedStream().toList()) {
        if (mapping.getHandler(request) != null) {
          return;
        }
      }
    } catch (Exception e) {
      // Not by this method, or not in this form: it means none.
    }
  }
}

package custody.query.console;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// The console's files; any address that could be one of its pages is answered with the one page
/// there is, which then shows what the address says.
final class ConsoleFiles extends PathResourceResolver {
  private static final String PAGE = "index.html";

  /// First parts of paths that belong to the service: what is not found there is not found.
  private static final Set<String> OTHERS =
      Set.of("api", "actuator", "v3", "swagger-ui", "livez", "readyz", "error");

  @Override
  protected @Nullable Resource getResource(String path, Resource location) throws IOException {
    Resource file = path.isEmpty() ? null : super.getResource(path, location);
    return file != null || !couldBePage(path) ? file : super.getResource(PAGE, location);
  }

  static boolean couldBePage(String path) {
    String first = path.substring(0, path.indexOf('/') < 0 ? path.length() : path.indexOf('/'));
    String last = path.substring(path.lastIndexOf('/') + 1);
    return !OTHERS.contains(first.toLowerCase(Locale.ROOT)) && !last.contains(".");
  }
}

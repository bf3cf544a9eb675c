package custody.query.console;

import custody.access.BrowserHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/// Tells the page by which value its policy knows the style elements that it makes itself, so that
/// those of nobody else count.
final class StyleNonce implements ResourceTransformer {
  private static final String EMPTY = "<meta name=\"style-nonce\" content=\"\"";

  @Override
  public Resource transform(
      HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
      throws IOException {
    Resource transformed = chain.transform(request, resource);
    if (!"index.html".equals(transformed.getFilename())) {
      return transformed;
    }
    String page = transformed.getContentAsString(StandardCharsets.UTF_8);
    String filled =
        page.replace(
            EMPTY, EMPTY.substring(0, EMPTY.length() - 1) + BrowserHeaders.nonce(request) + "\"");
    return new TransformedResource(transformed, filled.getBytes(StandardCharsets.UTF_8));
  }
}

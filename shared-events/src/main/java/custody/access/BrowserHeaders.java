package custody.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/// What a browser may do with our answers: run and load what comes from us only, be framed by
/// nobody, and tell no other site our addresses, in which searches stand.
public final class BrowserHeaders {
  private static final String NONCE = BrowserHeaders.class.getName();
  private static final SecureRandom RANDOM = new SecureRandom();

  private BrowserHeaders() {}

  /// A value by which this answer's policy knows the page's own style elements. Whoever writes it
  /// into a page must not let the page be kept.
  public static String nonce(HttpServletRequest request) {
    if (request.getAttribute(NONCE) instanceof String nonce) {
      return nonce;
    }
    byte[] random = new byte[18];
    RANDOM.nextBytes(random);
    String nonce = Base64.getEncoder().encodeToString(random);
    request.setAttribute(NONCE, nonce);
    return nonce;
  }

  static void set(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .addHeaderWriter(policy())
        .frameOptions(it -> it.deny())
        .referrerPolicy(it -> it.policy(ReferrerPolicy.SAME_ORIGIN))
        .crossOriginOpenerPolicy(it -> it.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
        .crossOriginResourcePolicy(it -> it.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
        .permissionsPolicyHeader(
            it ->
                it.policy(
                    "camera=(), microphone=(), geolocation=(), payment=(), usb=(),"
                        + " browsing-topics=()"));
  }

  private static HeaderWriter policy() {
    return (request, response) -> {
      if (!response.containsHeader("Content-Security-Policy")) {
        response.setHeader("Content-Security-Policy", policy(request, response));
      }
    };
  }

  private static String policy(HttpServletRequest request, HttpServletResponse response) {
    String type = response.getContentType();
    if (type == null || !type.startsWith("text/html")) {
      return "default-src 'none'; frame-ancestors 'none'";
    }
    Object nonce = request.getAttribute(NONCE);
    return "default-src 'none'; script-src 'self'; connect-src 'self'; font-src 'self';"
        + " img-src 'self' data:; manifest-src 'self'; style-src 'self'"
        + (nonce == null ? "" : " 'nonce-" + nonce + "'")
        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  }
}

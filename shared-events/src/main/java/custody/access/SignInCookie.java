package custody.access;

import custody.store.Vault;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Remembers a sign-in that is on its way to the provider and back in the browser that began it,
/// sealed, so that any process can go on with it and none has to keep anything.
final class SignInCookie implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  /// The address within Custody to go on to.
  static final String NEXT = "next";

  static final String PATH = "/api/sign-in";

  private static final String NAME = "custody_sign_in";
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /// Under this subject stands the key that seals it.
  private static final UUID SIGN_INS = new UUID(0, 2);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Vault vault;
  private final AccessProperties properties;

  SignInCookie(Vault vault, AccessProperties properties) {
    this.vault = vault;
    this.properties = properties;
  }

  /// What stands in it.
  private record Kept(
      String state,
      String clientId,
      String authorizationUri,
      String redirectUri,
      Set<String> scopes,
      Map<String, String> attributes,
      Map<String, String> parameters) {}

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest asked,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (asked == null) {
      answer(response, "", Duration.ZERO, request);
      return;
    }
    Map<String, String> attributes = texts(asked.getAttributes());
    attributes.put(NEXT, local(request.getParameter(NEXT)));
    Kept kept =
        new Kept(
            String.valueOf(asked.getState()),
            asked.getClientId(),
            asked.getAuthorizationUri(),
            String.valueOf(asked.getRedirectUri()),
            asked.getScopes(),
            attributes,
            texts(asked.getAdditionalParameters()));
    byte[] sealed = vault.box(SIGN_INS).seal(NAME, JSON.writeValueAsBytes(kept));
    answer(
        response, Base64.getUrlEncoder().withoutPadding().encodeToString(sealed), LONGEST, request);
  }

  private static Map<String, String> texts(Map<String, Object> values) {
    Map<String, String> texts = new java.util.HashMap<>();
    values.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  /// An address of ours: whatever else is asked for leads to the first page.
  private static String local(@Nullable String next) {
    return next != null && next.matches("/(?![/\\\\])[A-Za-z0-9/_.~?&=%:,+-]{0,1000}") ? next : "/";
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return kept(request)
        .filter(it -> it.state().equals(request.getParameter("state")))
        .map(
            it ->
                OAuth2AuthorizationRequest.authorizationCode()
                    .state(it.state())
                    .clientId(it.clientId())
                    .authorizationUri(it.authorizationUri())
                    .redirectUri(it.redirectUri())
                    .scopes(it.scopes())
                    .attributes(all -> all.putAll(it.attributes()))
                    .additionalParameters(all -> all.putAll(it.parameters()))
                    .build())
        .orElse(null);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    OAuth2AuthorizationRequest asked = loadAuthorizationRequest(request);
    if (asked != null) {
      request.setAttribute(NEXT, asked.getAttribute(NEXT));
      answer(response, "", Duration.ZERO, request);
    }
    return asked;
  }

  private Optional<Kept> kept(HttpServletRequest request) {
    if (request.getCookies() == null) {
      return Optional.empty();
    }
    return List.of(request.getCookies()).stream()
        .filter(cookie -> cookie.getName().equals(NAME) && !cookie.getValue().isEmpty())
        .findFirst()
        .map(Cookie::getValue)
        .flatMap(this::opened);
  }

  private Optional<Kept> opened(String value) {
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(value.getBytes(StandardCharsets.US_ASCII));
      return vault
          .kept(SIGN_INS)
          .flatMap(box -> box.open(NAME, sealed))
          .map(plain -> JSON.readValue(plain, Kept.class));
    } catch (IllegalArgumentException | JacksonException e) {
      return Optional.empty(); // nothing of ours
    }
  }

  /// Lax, because the way back begins at the provider's page.
  private void answer(
      HttpServletResponse response, String value, Duration age, HttpServletRequest request) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(NAME, value)
            .httpOnly(true)
            .secure(properties.isSecure(request))
            .sameSite("Lax")
            .path(PATH)
            .maxAge(age)
            .build()
            .toString());
  }
}

package custody.access;

import custody.store.Vault;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.util.function.SingletonSupplier;

/// Signs people of an OpenID Connect provider in to the console: authorization code with PKCE, by
/// Spring Security. What the provider issues comes to the browser as the same cookie that a sign-in
/// with an account of our own sets, out of its pages' reach; nothing is kept here.
final class ProviderSignIn {
  /// Where it begins.
  static final String START = SignInCookie.PATH + "/provider";

  private static final Logger log = LoggerFactory.getLogger(ProviderSignIn.class);
  private static final String REGISTRATION = "provider";
  private static final String BACK = START + "/back";

  /// What browsers keep of a cookie at least.
  private static final int LONGEST_COOKIE = 4000;

  private final AccessProperties properties;
  private final AuthenticationManager tokens;
  private final SignInCookie onTheWay;
  private final Clock clock;
  private final Supplier<ClientRegistration> registration;

  ProviderSignIn(
      AccessProperties properties, AuthenticationManager tokens, Vault vault, Clock clock) {
    this.properties = properties;
    this.tokens = tokens;
    this.onTheWay = new SignInCookie(vault, properties);
    this.clock = clock;
    // Asked when somebody signs in, so that Custody starts without the provider.
    this.registration = SingletonSupplier.of(this::registration);
  }

  void configure(HttpSecurity http) {
    ClientRegistrationRepository clients =
        id -> id.equals(REGISTRATION) ? registration.get() : null;
    DefaultOAuth2AuthorizationRequestResolver asking =
        new DefaultOAuth2AuthorizationRequestResolver(clients, SignInCookie.PATH);
    asking.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    http.oauth2Login(
        it ->
            it.loginPage("/")
                .clientRegistrationRepository(clients)
                .authorizedClientRepository(new OfThisRequest())
                .authorizationEndpoint(
                    start ->
                        start
                            .authorizationRequestResolver(asking)
                            .authorizationRequestRepository(onTheWay))
                .redirectionEndpoint(back -> back.baseUri(BACK))
                // Who it is stands in the access token; no need to ask again.
                .userInfoEndpoint(
                    who ->
                        who.oidcUserService(
                            user -> new DefaultOidcUser(List.of(), user.getIdToken())))
                .successHandler(this::signedIn)
                .failureHandler(ProviderSignIn::failed));
  }

  private ClientRegistration registration() {
    AccessProperties.Client client = properties.client();
    ClientRegistration.Builder builder =
        ClientRegistrations.fromIssuerLocation(Objects.requireNonNull(properties.issuer()))
            .registrationId(REGISTRATION)
            .clientId(Objects.requireNonNull(client.id()))
            .scope(client.scopes())
            .redirectUri(
                (properties.publicUrl() == null
                        ? "{baseUrl}"
                        : properties.publicUrl().toString().replaceFirst("/$", ""))
                    + BACK);
    return client.secret() == null
        ? builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE).build()
        : builder.clientSecret(client.secret()).build();
  }

  private void signedIn(
      HttpServletRequest request, HttpServletResponse response, Authentication who)
      throws IOException {
    OAuth2AccessToken token = OfThisRequest.token(request);
    if (token == null || token.getTokenValue().length() > LONGEST_COOKIE) {
      log.warn("The provider's access token is missing, or too long for a cookie.");
      refuse(response);
      return;
    }
    try {
      tokens.authenticate(new BearerTokenAuthenticationToken(token.getTokenValue()));
    } catch (AuthenticationException e) {
      // Not for us, or of somebody who has left. What it says is personal.
      log.warn("The provider's access token is not accepted: {}", e.getMessage());
      refuse(response);
      return;
    }
    Instant now = clock.instant();
    Instant end = Objects.requireNonNullElse(token.getExpiresAt(), now);
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        SessionCookie.of(
                token.getTokenValue(), Duration.between(now, end), properties.isSecure(request))
            .toString());
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken csrf) {
      csrf.getToken(); // asked for, it is sent along as a cookie
    }
    response.sendRedirect(
        request.getAttribute(SignInCookie.NEXT) instanceof String next ? next : "/");
  }

  private static void failed(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    log.warn("Somebody came back from the provider without being signed in: {}", why(failure));
    refuse(response);
  }

  /// The standard's word for it. What else the provider says may be personal, and what stands in
  /// the address anybody may have written.
  private static String why(AuthenticationException failure) {
    String code =
        failure instanceof OAuth2AuthenticationException it ? it.getError().getErrorCode() : "";
    return code.matches("[a-z_]{1,60}") ? code : failure.getClass().getSimpleName();
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    response.sendRedirect("/?sign-in=refused");
  }

  /// What the provider issued is needed while it is answered, and kept nowhere.
  private static final class OfThisRequest implements OAuth2AuthorizedClientRepository {
    private static final String CLIENT = OfThisRequest.class.getName();

    static @Nullable OAuth2AccessToken token(HttpServletRequest request) {
      return request.getAttribute(CLIENT) instanceof OAuth2AuthorizedClient client
          ? client.getAccessToken()
          : null;
    }

    @Override
    public void saveAuthorizedClient(
        OAuth2AuthorizedClient client,
        Authentication principal,
        HttpServletRequest request,
        HttpServletResponse response) {
      request.setAttribute(CLIENT, client);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the interface is of another's making
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
        String registrationId, Authentication principal, HttpServletRequest request) {
      return null;
    }

    @Override
    public void removeAuthorizedClient(
        String registrationId,
        Authentication principal,
        HttpServletRequest request,
        HttpServletResponse response) {}
  }
}

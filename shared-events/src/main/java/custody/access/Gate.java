package custody.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import custody.service.Role;
import custody.service.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.ServletRequestPathFilter;

/// The coarse rules: which sort of caller gets to which part of the API at all. What is said of
/// nothing is denied. Which customers a caller sees and what may be done to them is decided inside.
final class Gate {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private static final RequestMatcher API =
      new OrRequestMatcher(
          pathPattern("/api/**"), pathPattern("/oauth2/**"), pathPattern("/v3/**"));

  /// Where nobody can have a session yet. A stale cookie is no reason to refuse these.
  private static final RequestMatcher SIGN_IN =
      new OrRequestMatcher(
          pathPattern(POST, "/api/session"),
          pathPattern(POST, "/api/password-links"),
          pathPattern("/oauth2/**"));

  /// To a provider and back.
  private static final RequestMatcher PROVIDER = pathPattern("/api/sign-in/**");

  private static final RequestMatcher ACCOUNTS =
      new OrRequestMatcher(
          pathPattern("/api/users/**"),
          pathPattern("/api/service-accounts/**"),
          pathPattern("/api/signing-keys/**"));

  private final AuthenticationManager tokens;
  private final AccessProperties properties;
  private final @Nullable ProviderSignIn provider;
  private final Refusals refusals;

  /// @param provider with whom people sign in to the console; null = with accounts of our own, or
  ///     not at all
  Gate(
      AuthenticationManager tokens,
      AccessProperties properties,
      @Nullable ProviderSignIn provider) {
    this.tokens = tokens;
    this.properties = properties;
    this.provider = provider;
    this.refusals = new Refusals(provider == null ? null : ProviderSignIn.START);
  }

  private void rules(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry on) {
    // The request behind these was let in already.
    on.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
        .permitAll();
    // Answered before it comes this far, if there is a provider.
    on.requestMatchers(PROVIDER).denyAll();
    if (!properties.isOwn()) {
      on.requestMatchers(SIGN_IN).denyAll();
      on.requestMatchers(ACCOUNTS).denyAll();
    }
    on.requestMatchers(SIGN_IN).permitAll();
    on.requestMatchers(GET, "/v3/**", "/livez", "/readyz").permitAll();
    // Calendar programs cannot sign in; the feed asks for a token of its own.
    on.requestMatchers(GET, "/api/inbox.ics").permitAll();

    on.requestMatchers("/api/session/**", "/api/sessions/**").authenticated();
    on.requestMatchers(ACCOUNTS).hasAnyAuthority(one(Role.ADMIN));
    on.requestMatchers(POST, "/api/views/**").hasAnyAuthority(one(Role.ADMIN));
    on.requestMatchers(GET, "/api/views/**", "/api/keys/**", "/api/jobs/**")
        .hasAnyAuthority(one(Role.ADMIN, Role.AUDITOR));
    on.requestMatchers("/api/imports/**").hasAnyAuthority(any(one(Role.ADMIN), one(Scope.IMPORT)));
    on.requestMatchers("/api/operations/**")
        .hasAnyAuthority(any(one(Role.values()), one(Scope.values())));
    for (var read : List.of(GET, HEAD)) {
      on.requestMatchers(read, "/api/**").hasAnyAuthority(any(one(Role.values()), one(Scope.READ)));
    }
    on.requestMatchers("/api/**")
        .hasAnyAuthority(
            any(one(Role.REP, Role.MANAGER, Role.STEWARD, Role.ADMIN), one(Scope.WRITE)));

    // The console's pages and files, which are the same for everybody; probes; 404.
    on.requestMatchers(GET, "/**").permitAll();
    on.requestMatchers(HEAD, "/**").permitAll();
    on.anyRequest().denyAll();
  }

  SecurityFilterChain build(HttpSecurity http) {
    RateLimits limits = new RateLimits(properties.limits(), API);
    AuthenticationEntryPoint onRefusedToken = limits.onRefusedToken(refusals);
    AccessDeniedHandler onDenied = limits.onDenied(refusals);
    BearerTokenAuthenticationFilter byCookie =
        new BearerTokenAuthenticationFilter(
            tokens,
            request -> {
              String token = SessionCookie.token(request);
              return token != null && isApi(request)
                  ? new BearerTokenAuthenticationToken(token)
                  : null;
            });
    byCookie.setAuthenticationFailureHandler(
        new AuthenticationEntryPointFailureHandler(onRefusedToken));
    if (provider != null) {
      provider.configure(http);
      // Nobody is known there yet, and each way back asks the provider.
      http.addFilterBefore(
          new RateLimits(properties.limits(), PROVIDER),
          OAuth2AuthorizationRequestRedirectFilter.class);
    }
    return http.authorizeHttpRequests(this::rules)
        .oauth2ResourceServer(
            it ->
                it.bearerTokenResolver(new HeaderToken())
                    .authenticationManagerResolver(_ -> tokens)
                    .authenticationEntryPoint(onRefusedToken)
                    .accessDeniedHandler(onDenied))
        // Else each of the two dozen looks at the address below takes it apart anew.
        .addFilterBefore(new ServletRequestPathFilter(), DisableEncodeUrlFilter.class)
        .addFilterAfter(byCookie, BearerTokenAuthenticationFilter.class)
        .addFilterBefore(limits, AuthorizationFilter.class)
        .exceptionHandling(
            it -> it.authenticationEntryPoint(refusals).accessDeniedHandler(onDenied))
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(it -> it.disable())
        .logout(it -> it.disable())
        .csrf(
            it ->
                it.csrfTokenRepository(csrfCookie())
                    .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                    // Every request proves itself anew here, which is no signing in: the usual
                    // strategy would take the cookie away at the second one.
                    .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
                    .requireCsrfProtectionMatcher(Gate::isForgeable))
        .cors(it -> it.configurationSource(origins()))
        .headers(BrowserHeaders::set)
        .build();
  }

  private static boolean isApi(HttpServletRequest request) {
    return API.matches(request) && !SIGN_IN.matches(request) && !PROVIDER.matches(request);
  }

  /// A browser sends cookies by itself; a bearer token nobody can make it send.
  private static boolean isForgeable(HttpServletRequest request) {
    return !SAFE.contains(request.getMethod()) && SessionCookie.isUsedBy(request) && isApi(request);
  }

  private static CookieCsrfTokenRepository csrfCookie() {
    CookieCsrfTokenRepository repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
    repository.setCookieName("custody_csrf");
    repository.setHeaderName("X-CSRF-Token");
    repository.setCookieCustomizer(it -> it.sameSite("Strict").path("/"));
    return repository;
  }

  /// None unless named. Named ones may use tokens, but not cookies: SameSite keeps those at home.
  private UrlBasedCorsConfigurationSource origins() {
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(properties.allowedOrigins());
    cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    cors.setAllowedHeaders(
        List.of(
            "Authorization",
            "Content-Type",
            "Accept",
            "Accept-Language",
            "If-Match",
            "Idempotency-Key",
            "Last-Event-ID",
            "Custody-At-Least",
            "Custody-Channel",
            "Custody-Correlation-Id",
            "Custody-Query",
            "Custody-Reason"));
    cors.setExposedHeaders(
        List.of(
            "ETag",
            "Location",
            "Link",
            "Retry-After",
            "WWW-Authenticate",
            "Content-Disposition",
            "Custody-Correlation-Id",
            "Custody-Position"));
    source.registerCorsConfiguration("/api/**", cors);
    return source;
  }

  private static String[] one(Role... roles) {
    return Arrays.stream(roles).map(it -> "ROLE_" + it.name()).toArray(String[]::new);
  }

  private static String[] one(Scope... scopes) {
    return Arrays.stream(scopes)
        .map(it -> "SCOPE_" + it.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  private static String[] any(String[] some, String[] others) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(others)).toArray(String[]::new);
  }
}

package custody.command.access;

import custody.access.AccessNotices;
import custody.access.AccessProperties;
import custody.access.Accounts;
import custody.access.Accounts.Service;
import custody.access.RateLimits;
import custody.access.Sessions;
import custody.access.SigningKeys;
import custody.access.Standings;
import custody.access.TokenIssuer;
import custody.service.Access;
import custody.service.Scope;
import custody.store.EventLog;
import custody.store.KeyedHash;
import custody.store.Vault;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
  @Bean
  SigningKeys signingKeys(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Vault vault,
      AccessNotices notices,
      Clock clock,
      AccessProperties properties) {
    return new SigningKeys(
        jdbc, new TransactionTemplate(transactions), vault, notices, clock, properties);
  }

  @Bean
  TokenIssuer tokenIssuer(SigningKeys keys, Clock clock, AccessProperties properties) {
    return new TokenIssuer(keys, clock, properties);
  }

  @Bean
  Passwords passwords() {
    return new Passwords();
  }

  @Bean
  Links links(JdbcClient jdbc, Clock clock, AccessProperties properties) {
    return new Links(jdbc, clock, properties);
  }

  @Bean
  Users users(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Accounts accounts,
      AccessNotices notices,
      Passwords passwords,
      EventLog events,
      Clock clock) {
    return new Users(
        jdbc, new TransactionTemplate(transactions), accounts, notices, passwords, events, clock);
  }

  @Bean
  ServiceAccounts serviceAccounts(
      JdbcClient jdbc, Accounts accounts, AccessNotices notices, Passwords passwords, Clock clock) {
    return new ServiceAccounts(jdbc, accounts, notices, passwords, clock);
  }

  @Bean
  SignIns signIns(
      Users users,
      Accounts accounts,
      Passwords passwords,
      Links links,
      KeyedHash hash,
      Standings standings,
      TokenIssuer tokens,
      Sessions sessions,
      AccessNotices notices,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Clock clock,
      AccessProperties properties) {
    return new SignIns(
        users,
        accounts,
        passwords,
        new PasswordRules(properties.notInPasswords()),
        links,
        new SignInThrottle(jdbc, hash, clock),
        standings,
        tokens,
        sessions,
        notices,
        jdbc,
        new TransactionTemplate(transactions),
        clock,
        properties);
  }

  @Bean
  ServiceClients serviceClients(
      Accounts accounts, ServiceAccounts secrets, AccessProperties properties) {
    return new ServiceClients(accounts, secrets, properties.tokenLifetime());
  }

  /// `POST /oauth2/token` for service accounts, by Spring's authorization server. Of its other
  /// endpoints there is none.
  @Bean
  @Order(1)
  SecurityFilterChain tokenEndpoint(
      HttpSecurity http,
      ServiceClients clients,
      Accounts accounts,
      SigningKeys keys,
      Clock clock,
      AccessProperties properties) {
    JwtGenerator generator = new JwtGenerator(TokenIssuer.encoder(keys));
    generator.setClock(clock);
    generator.setJwtCustomizer(context -> describe(context, accounts));
    return http.securityMatcher(request -> properties.isOwn() && isTokenRequest(request))
        .oauth2AuthorizationServer(
            server ->
                server
                    .registeredClientRepository(clients)
                    .authorizationService(new NothingKept())
                    .authorizationServerSettings(AuthorizationServerSettings.builder().build())
                    .tokenGenerator(generator))
        .authorizeHttpRequests(it -> it.anyRequest().authenticated())
        .csrf(it -> it.disable()) // clients prove who they are in each request
        .addFilterBefore(
            new RateLimits(properties.limits(), AnyRequestMatcher.INSTANCE),
            BasicAuthenticationFilter.class)
        .build();
  }

  private static boolean isTokenRequest(jakarta.servlet.http.HttpServletRequest request) {
    return request.getMethod().equals("POST") && request.getRequestURI().equals("/oauth2/token");
  }

  private static void describe(JwtEncodingContext context, Accounts accounts) {
    Service account = accounts.service(context.getRegisteredClient().getClientId()).orElseThrow();
    Set<String> asked = context.getAuthorizedScopes();
    Set<Scope> scopes =
        account.scopes().stream()
            .filter(it -> asked.isEmpty() || asked.contains(name(it)))
            .collect(Collectors.toUnmodifiableSet());
    context.getJwsHeader().algorithm(SignatureAlgorithm.ES256);
    context
        .getClaims()
        .issuer(TokenIssuer.ISSUER)
        .audience(List.of(TokenIssuer.AUDIENCE))
        .subject(account.actor().toString())
        .id(UUID.randomUUID().toString())
        .claims(
            it ->
                it.putAll(
                    TokenIssuer.claims(
                        new Access(Set.of(), scopes, null, account.teams()), account.epoch())));
  }

  static String name(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  /// Tokens say all there is to know, and what ends them early stands elsewhere.
  private static final class NothingKept implements OAuth2AuthorizationService {
    @Override
    public void save(OAuth2Authorization authorization) {}

    @Override
    public void remove(OAuth2Authorization authorization) {}

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
      return null;
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
      return null;
    }
  }
}

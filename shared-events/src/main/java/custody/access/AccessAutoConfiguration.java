package custody.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import custody.service.Callers;
import custody.service.ServiceAutoConfiguration;
import custody.service.http.WebAutoConfiguration;
import custody.store.EventLog;
import custody.store.StoreConfiguration;
import custody.store.Vault;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.converter.Converter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/// Who may come in, on both sides: nobody without a valid token, except where {@link Gate} says so.
@AutoConfiguration(
    after = {StoreConfiguration.class, ServiceAutoConfiguration.class},
    before = WebAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(AccessProperties.class)
@EnableWebSecurity
public class AccessAutoConfiguration {
  /// Clocks of different machines differ.
  private static final Duration SKEW = Duration.ofSeconds(30);

  @Bean
  AccessNotices accessNotices(JdbcClient database) {
    return new AccessNotices(database);
  }

  @Bean
  VerificationKeys verificationKeys(JdbcClient database, AccessNotices notices) {
    return new VerificationKeys(database, notices);
  }

  @Bean
  Standings standings(
      JdbcClient database,
      EventLog events,
      Clock clock,
      AccessProperties properties,
      AccessNotices notices) {
    return new Standings(database, events, clock, properties, notices);
  }

  @Bean
  Accounts accounts(JdbcClient database) {
    return new Accounts(database);
  }

  @Bean
  Sessions sessions(JdbcClient database, Clock clock, AccessNotices notices) {
    return new Sessions(database, clock, notices);
  }

  @Bean
  Callers callers(AuthenticationManager tokens) {
    return new TokenCallers(tokens);
  }

  /// Also keeps Boot from making a user of its own with a password in the log.
  @Bean
  AuthenticationManager tokenManager(
      AccessProperties properties,
      VerificationKeys keys,
      Standings standings,
      Clock clock,
      AccessNotices notices) {
    String issuer = properties.issuer();
    JwtDecoder decoder =
        issuer == null ? own(keys, clock) : provider(issuer, properties.audience(), clock);
    Converter<Jwt, AbstractAuthenticationToken> reader =
        issuer == null ? new OwnTokens(standings) : new ProviderTokens(properties, standings);
    JwtAuthenticationProvider provider =
        new JwtAuthenticationProvider(new RememberingDecoder(decoder, clock, notices));
    provider.setJwtAuthenticationConverter(reader);
    return new ProviderManager(provider);
  }

  private static JwtDecoder own(
      JWKSource<com.nimbusds.jose.proc.SecurityContext> keys, Clock clock) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(keys).jwsAlgorithm(SignatureAlgorithm.ES256).build();
    decoder.setJwtValidator(validator(Claim.ISSUER, Claim.AUDIENCE, clock, Duration.ZERO));
    return decoder;
  }

  /// Asked for its keys at the first token, so that Custody starts without it.
  private static JwtDecoder provider(String issuer, String audience, Clock clock) {
    return new SupplierJwtDecoder(
        () -> {
          NimbusJwtDecoder decoder =
              NimbusJwtDecoder.withIssuerLocation(issuer)
                  // No shared secrets: with one, who knows the public key could sign.
                  .jwsAlgorithms(
                      algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
                  .build();
          decoder.setJwtValidator(validator(issuer, audience, clock, SKEW));
          return decoder;
        });
  }

  private static DelegatingOAuth2TokenValidator<Jwt> validator(
      String issuer, String audience, Clock clock, Duration skew) {
    JwtTimestampValidator timestamps = new JwtTimestampValidator(skew);
    timestamps.setClock(clock);
    return new DelegatingOAuth2TokenValidator<>(
        timestamps, new JwtIssuerValidator(issuer), new JwtAudienceValidator(audience));
  }

  /// A span and a timer for each of the gate's filters say nothing and cost more than the filters.
  @Bean
  SecurityObservationSettings gateUnobserved() {
    return SecurityObservationSettings.noObservations();
  }

  /// Spring's own rule for headers, which it says as a pattern: matching that, at every look at a
  /// header, took a twentieth of a request.
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderNames(name -> isText(name, false));
    firewall.setAllowedHeaderValues(value -> isText(value, true));
    return firewall;
  }

  static boolean isText(String header, boolean tabs) {
    for (int i = 0; i < header.length(); i++) {
      int character = header.codePointAt(i);
      if (character >= ' ' && character <= '~') {
        continue; // nearly all, of tokens that are long and looked at several times
      }
      if (Character.isISOControl(character)
          ? !tabs || character != '\t'
          : !Character.isDefined(character)) {
        return false;
      }
      if (Character.isSupplementaryCodePoint(character)) {
        i++;
      }
    }
    return true;
  }

  @Bean
  SecurityFilterChain gate(
      HttpSecurity http,
      AuthenticationManager tokens,
      AccessProperties properties,
      ObjectProvider<Vault> vault,
      Clock clock) {
    ProviderSignIn provider =
        properties.signsInWithProvider()
            ? new ProviderSignIn(properties, tokens, vault.getObject(), clock)
            : null;
    return new Gate(tokens, properties, provider).build(http);
  }
}

package custody.command.access;

import custody.access.Accounts;
import custody.access.Accounts.Service;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/// Service accounts as Spring's authorization server knows clients.
final class ServiceClients implements RegisteredClientRepository {
  private final Accounts accounts;
  private final ServiceAccounts secrets;
  private final Duration tokenLifetime;

  ServiceClients(Accounts accounts, ServiceAccounts secrets, Duration tokenLifetime) {
    this.accounts = accounts;
    this.secrets = secrets;
    this.tokenLifetime = tokenLifetime;
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String name) {
    Optional<Service> account = accounts.service(name).filter(Service::active);
    Optional<String> secret = secrets.secrets(name);
    return account.isPresent() && secret.isPresent() ? client(account.get(), secret.get()) : null;
  }

  private RegisteredClient client(Service account, String secret) {
    return RegisteredClient.withId(account.name())
        .clientId(account.name())
        .clientSecret(secret)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scopes(scopes -> account.scopes().forEach(it -> scopes.add(AccessConfiguration.name(it))))
        .tokenSettings(TokenSettings.builder().accessTokenTimeToLive(tokenLifetime).build())
        .build();
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    return findByClientId(id);
  }

  @Override
  public void save(RegisteredClient client) {
    throw new UnsupportedOperationException("service accounts are kept by ServiceAccounts");
  }
}

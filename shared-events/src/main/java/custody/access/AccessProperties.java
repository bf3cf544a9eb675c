package custody.access;

import custody.service.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who comes in, and for how long.
///
/// @param publicUrl where people reach Custody; links begin with it. Left out = as the request
///     came
/// @param tokenLifetime how long a token is valid; a session renews it meanwhile
/// @param sessionLifetime how long a person stays signed in at most, renewals included
/// @param linkLifetime how long a link to set a password is valid
/// @param keyAge after which age the key that signs tokens is replaced
/// @param issuer an OpenID Connect provider to use instead of the users kept here
/// @param client as which the console signs people in with that provider
/// @param audience what must stand in `aud` of the provider's tokens
/// @param claims which of the provider's claims say what
/// @param roles what the provider calls the roles; a role not named here is called as here
/// @param allowedOrigins web sites whose pages may call the API
/// @param notInPasswords words that no password may contain, such as the company's name
/// @param limits how many requests each caller may make
@ConfigurationProperties("custody.access")
public record AccessProperties(
    @Nullable URI publicUrl,
    @DefaultValue("15m") Duration tokenLifetime,
    @DefaultValue("12h") Duration sessionLifetime,
    @DefaultValue("24h") Duration linkLifetime,
    @DefaultValue("90d") Duration keyAge,
    @Nullable String issuer,
    @DefaultValue Client client,
    @DefaultValue("custody") String audience,
    @DefaultValue Claims claims,
    @DefaultValue Map<String, Role> roles,
    @DefaultValue List<String> allowedOrigins,
    @DefaultValue List<String> notInPasswords,
    @DefaultValue Limits limits) {

  /// @param id of the client that the provider knows Custody's console by; none = the console signs
  ///     nobody in with the provider
  /// @param secret of that client; none = a public client, which PKCE alone protects
  /// @param scopes asked for, so that the access token says what `claims` name
  public record Client(
      @Nullable String id,
      @Nullable String secret,
      @DefaultValue({"openid", "profile"}) List<String> scopes) {}

  /// @param name the account's name, as history shows it
  /// @param roles a list of roles, or one text with blanks between
  /// @param teams a list of teams, or one text with blanks between; `*` = every team
  /// @param rep the id of the rep this person is
  public record Claims(
      @DefaultValue("preferred_username") String name,
      @DefaultValue("roles") String roles,
      @DefaultValue("teams") String teams,
      @DefaultValue("rep") String rep) {}

  /// @param person of a person
  /// @param service of a service account
  /// @param stranger of an address from which somebody calls without a token
  public record Limits(
      @DefaultValue Person person, @DefaultValue Service service, @DefaultValue Stranger stranger) {

    /// @param perSecond requests in the long run; 0 = no limit
    /// @param burst requests at once
    public record Person(@DefaultValue("20") int perSecond, @DefaultValue("400") int burst) {}

    /// @param perSecond requests in the long run; 0 = no limit
    /// @param burst requests at once
    public record Service(@DefaultValue("500") int perSecond, @DefaultValue("2000") int burst) {}

    /// @param perSecond requests in the long run; 0 = no limit
    /// @param burst requests at once
    public record Stranger(@DefaultValue("5") int perSecond, @DefaultValue("60") int burst) {}
  }

  /// Whether the console signs people in with a provider.
  public boolean signsInWithProvider() {
    return issuer != null && client.id() != null;
  }

  /// Whether browsers reach Custody by TLS.
  public boolean isSecure(HttpServletRequest request) {
    return request.isSecure()
        || (publicUrl != null && "https".equalsIgnoreCase(publicUrl.getScheme()));
  }

  /// Whether the users are kept here.
  public boolean isOwn() {
    return issuer == null;
  }
}

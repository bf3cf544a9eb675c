package custody.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import custody.contract.Actor;
import custody.contract.Personal;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.service.Caller;
import custody.service.http.WebAutoConfiguration;
import custody.store.EventLog;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import custody.store.TestStore;
import custody.store.Vault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Another's users: a real authorization server, started here, in place of the accounts of our own.
class ProviderTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static TestProvider provider;
  private static ConfigurableApplicationContext custody;
  private static HttpClient client;
  private static TestStore store;

  @SpringBootConfiguration(proxyBeanMethods = false)
  @TestProvider.Ground
  @ImportAutoConfiguration({AccessAutoConfiguration.class, WebAutoConfiguration.class})
  @Import(Probe.class)
  static class Custody {}

  @RestController
  static class Probe {
    @GetMapping("/api/probe")
    Map<String, Object> who(Caller caller) {
      return Map.of(
          "actor", caller.actor().toString(),
          "roles", caller.access().roles(),
          "scopes", caller.access().scopes(),
          "teams", caller.access().teams());
    }
  }

  @BeforeAll
  static void start() {
    provider = new TestProvider("mei", "lilei", "erp", "stranger");
    store = new TestStore(database.dataSource());
    ApplicationContextInitializer<GenericApplicationContext> beans =
        application -> {
          application.registerBean(
              JdbcClient.class, () -> JdbcClient.create(database.dataSource()));
          application.registerBean(EventLog.class, () -> store.log());
          application.registerBean(Clock.class, Clock::systemUTC);
          application.registerBean(
              Vault.class,
              () ->
                  new Vault(
                      new SubjectKeys(
                          database.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY)),
                      database.dataSource()));
        };
    custody =
        new SpringApplicationBuilder(Custody.class)
            .initializers(beans)
            .run(
                "--server.port=0",
                "--spring.config.location=classpath:shared.yaml",
                "--custody.access.issuer=" + provider.issuer(),
                "--custody.access.audience=custody-at-acme",
                "--custody.access.client.id=console",
                "--custody.access.client.secret=secret of console",
                "--custody.access.claims.roles=realm_access.roles",
                "--custody.access.roles.key-accounts=MANAGER");
    client = HttpClient.newHttpClient();
    provider.signsPeopleInAt(console());
    provider
        .claims()
        .put(
            "console",
            Map.of(
                "aud", List.of("custody-at-acme"),
                "preferred_username", "anna",
                "realm_access", Map.of("roles", List.of("key-accounts")),
                "teams", List.of("north")));
  }

  @AfterAll
  static void stop() {
    client.close();
    custody.close();
    provider.close();
    store.close();
  }

  @Test
  void aPersonsRolesAndTeamsAreWhatTheProviderSays() throws Exception {
    provider
        .claims()
        .put(
            "mei",
            Map.of(
                "aud", List.of("custody-at-acme"),
                "preferred_username", "mei.w",
                "realm_access", Map.of("roles", List.of("key-accounts", "manager", "emperor")),
                "teams", List.of("north")));

    JsonNode who = who(token("mei"), 200);

    assertThat(who.path("actor").asString()).isEqualTo("user:mei.w");
    assertThat(who.path("roles").toString()).isEqualTo("[\"manager\"]");
    assertThat(who.path("scopes").toString()).isEqualTo("[]");
    assertThat(who.path("teams").toString()).isEqualTo("[\"north\"]");
  }

  @Test
  void aRepWhoHasLeftIsRefusedWhateverTheProviderSays() throws Exception {
    RepId rep = RepId.create();
    provider
        .claims()
        .put(
            "lilei",
            Map.of(
                "aud", List.of("custody-at-acme"),
                "realm_access", Map.of("roles", List.of("rep")),
                "rep", rep.toString()));
    assertThat(who(token("lilei"), 401).path("code").asString()).isEqualTo("session-ended");

    store.append(rep.value(), new RepEvent.Joined(Personal.of("李雷"), "n", "t", List.of()));
    custody.getBean(AccessNotices.class).changed(Actor.rep(rep));
    assertThat(who(token("lilei"), 200).path("actor").asString()).isEqualTo("rep:" + rep);

    String before = token("lilei");
    store.append(rep.value(), new RepEvent.Left());
    custody.getBean(AccessNotices.class).changed(Actor.rep(rep));
    assertThat(who(before, 401).path("code").asString()).isEqualTo("session-ended");
  }

  @Test
  void aProgramHasTheScopesThatAreOurs() throws Exception {
    provider.claims().put("erp", Map.of("aud", List.of("custody-at-acme"), "teams", "* south"));

    JsonNode who = who(token("erp"), 200);

    assertThat(who.path("actor").asString()).isEqualTo("service:erp");
    assertThat(who.path("scopes").toString()).isEqualTo("[\"read\"]");
    assertThat(who.path("roles").toString()).isEqualTo("[]");
  }

  @Test
  void otherAudiencesIssuersAndAlgorithmsAreRefused() throws Exception {
    provider.claims().put("stranger", Map.of());
    assertThat(who(token("stranger"), 401).path("code").asString()).isEqualTo("token-invalid");

    provider.claims().put("stranger", Map.of("aud", List.of("custody-at-acme")));
    String right = token("stranger");
    JWTClaimsSet claims = SignedJWT.parse(right).getJWTClaimsSet();
    SignedJWT swapped =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(TestProvider.KEY.getKeyID()).build(),
            claims);
    swapped.sign(new MACSigner(TestProvider.KEY.toRSAPublicKey().getEncoded()));
    assertThat(who(swapped.serialize(), 401).path("code").asString()).isEqualTo("token-invalid");

    provider
        .claims()
        .put("stranger", Map.of("aud", List.of("custody-at-acme"), "iss", "https://other.example"));
    assertThat(who(token("stranger"), 401).path("code").asString()).isEqualTo("token-invalid");
  }

  @Test
  void noAccountOfOurOwnSignsIn() throws Exception {
    String own = TestAccess.to(database.dataSource()).bearer("user:own").substring(7);

    assertThat(who(own, 401).path("code").asString()).isEqualTo("token-invalid");
    HttpResponse<String> signIn =
        client.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port(custody) + "/api/session"))
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    assertThat(signIn.statusCode()).as("not even offered: " + signIn.body()).isEqualTo(401);
  }

  @Test
  void forgedTokensAreCountedForThemselvesAndShutNobodyOut() throws Exception {
    provider
        .claims()
        .put("mei", Map.of("aud", List.of("custody-at-acme"), "roles", List.of("auditor")));
    String good = token("mei");
    try (HttpClient office =
        HttpClient.newBuilder().localAddress(InetAddress.getByName("127.0.0.7")).build()) {
      HttpResponse<String> answer = probe(office, "Bearer forged");
      assertThat(answer.statusCode()).isEqualTo(401);
      for (int i = 0; i < 5000 && answer.statusCode() == 401; i++) {
        answer = probe(office, "Bearer forged");
      }

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.body()).contains("\"too-many-requests\"");
      assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
      assertThat(probe(office, "Bearer " + good).statusCode())
          .as("a good token from the same office")
          .isEqualTo(200);
      assertThat(probe(office, "Basic x").statusCode())
          .as("nobody yet, about to sign in from there")
          .isEqualTo(401);
    }
    assertThat(who("forged", 401).path("code").asString())
        .as("from elsewhere")
        .isEqualTo("token-invalid");
  }

  @Test
  void cookiesWithoutTheirCsrfTokenAreCountedLikeForgedTokens() throws Exception {
    try (HttpClient office =
        HttpClient.newBuilder().localAddress(InetAddress.getByName("127.0.0.8")).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(custody) + "/api/probe"))
              .header("Cookie", "custody_session=forged")
              .POST(BodyPublishers.noBody())
              .build();
      HttpResponse<String> answer = office.send(request, BodyHandlers.ofString());
      assertThat(answer.body()).contains("csrf-token-missing");
      for (int i = 0; i < 5000 && answer.statusCode() == 403; i++) {
        answer = office.send(request, BodyHandlers.ofString());
      }

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.body()).contains("\"too-many-requests\"");
    }
  }

  private static HttpResponse<String> probe(HttpClient from, String authorization)
      throws IOException, InterruptedException {
    return from.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(custody) + "/api/probe"))
            .header("Authorization", authorization)
            .build(),
        BodyHandlers.ofString());
  }

  private static String console() {
    return "http://localhost:" + port(custody);
  }

  private static HttpResponse<String> get(String address, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(it -> it.startsWith(name + "=") && !it.startsWith(name + "=;"))
        .findFirst()
        .orElse("");
  }

  private static String sent(String cookie) {
    return cookie.replaceFirst(";.*", "");
  }

  /// As far as the address at which the provider sends the browser back.
  private static String backFrom(HttpResponse<String> begun) throws Exception {
    return location(get(location(begun), "Signed-In", "anna"));
  }

  @Test
  void aPersonSignsInToTheConsoleAtTheProvider() throws Exception {
    assertThat(get(console() + "/api/probe").body()).contains("\"/api/sign-in/provider\"");
    HttpResponse<String> begun = get(console() + "/api/sign-in/provider?next=/customers?q=tea");
    assertThat(location(begun))
        .startsWith(provider.issuer() + "/oauth2/authorize?response_type=code")
        .contains("code_challenge_method=S256", "code_challenge=", "state=", "nonce=");
    String onTheWay = cookie(begun, "custody_sign_in");
    assertThat(onTheWay).contains("HttpOnly", "SameSite=Lax", "Path=/api/sign-in");

    String back = backFrom(begun);
    HttpResponse<String> in = get(back, "Cookie", sent(onTheWay));

    assertThat(location(in)).endsWith("/customers?q=tea");
    String session = cookie(in, "custody_session");
    assertThat(session).contains("HttpOnly", "SameSite=Strict", "Path=/");
    String csrf = sent(cookie(in, "custody_csrf"));
    HttpResponse<String> who = get(console() + "/api/probe", "Cookie", sent(session));
    assertThat(who.statusCode()).as(who.body()).isEqualTo(200);
    assertThat(who.body()).contains("user:anna", "manager", "north");
    HttpResponse<String> forged = post("Cookie", sent(session) + "; " + csrf);
    assertThat(forged.body()).contains("csrf-token-missing");
    HttpResponse<String> meant =
        post(
            "Cookie",
            sent(session) + "; " + csrf,
            "X-CSRF-Token",
            csrf.replaceFirst("custody_csrf=", ""));
    assertThat(meant.body()).doesNotContain("csrf-token-missing");

    refused(get(back, "Cookie", sent(onTheWay))); // the code was used
  }

  private static HttpResponse<String> post(String... headers)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(console() + "/api/probe"))
            .headers(headers)
            .POST(BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(location(answer)).endsWith("/?sign-in=refused");
    assertThat(cookie(answer, "custody_session")).isEmpty();
  }

  @Test
  void nobodyIsSignedInByAWayThatTheyDidNotBegin() throws Exception {
    HttpResponse<String> begun = get(console() + "/api/sign-in/provider");
    String onTheWay = sent(cookie(begun, "custody_sign_in"));
    String back = backFrom(begun);
    refused(get(back)); // another's browser
    refused(get(back, "Cookie", "custody_sign_in=AAAA"));
    String other = sent(cookie(get(console() + "/api/sign-in/provider"), "custody_sign_in"));
    refused(get(back, "Cookie", other)); // another sign-in of the same browser
    refused(get(back.replaceFirst("code=[^&]*", "code=guessed"), "Cookie", onTheWay));
    refused(
        get(
            console() + "/api/sign-in/provider/back?error=access_denied&state=x",
            "Cookie",
            onTheWay));
  }

  @Test
  void theWayBackLeadsToAPageOfOursOnly() throws Exception {
    for (String elsewhere :
        List.of(
            "//evil.example", "https:%2f%2fevil.example", "/%5cevil.example", "/%0d%0aX:%201")) {
      HttpResponse<String> begun = get(console() + "/api/sign-in/provider?next=" + elsewhere);
      HttpResponse<String> in =
          get(backFrom(begun), "Cookie", sent(cookie(begun, "custody_sign_in")));
      assertThat(location(in)).as(elsewhere).isIn("/", console() + "/");
    }
  }

  @Test
  void aTokenThatIsNotForUsOpensNoSession() throws Exception {
    Map<String, Object> right = provider.claims().get("console");
    provider
        .claims()
        .put("console", Map.of("aud", List.of("another"), "preferred_username", "anna"));
    try {
      HttpResponse<String> begun = get(console() + "/api/sign-in/provider");
      refused(get(backFrom(begun), "Cookie", sent(cookie(begun, "custody_sign_in"))));
    } finally {
      provider.claims().put("console", Objects.requireNonNull(right));
    }
  }

  private static String token(String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(provider.issuer() + "/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(
                                (name + ":secret of " + name).getBytes(StandardCharsets.UTF_8)))
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=read%20openid-like"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body()).path("access_token").asString();
  }

  private static JsonNode who(String token, int status) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port(custody) + "/api/probe"))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static int port(ConfigurableApplicationContext application) {
    return Objects.requireNonNull(((ServletWebServerApplicationContext) application).getWebServer())
        .getPort();
  }
}

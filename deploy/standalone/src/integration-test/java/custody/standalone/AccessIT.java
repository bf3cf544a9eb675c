package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import custody.access.TestAccess;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who comes in, how, and how it ends, over real HTTP.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessIT {
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir static Path directory;
  private static ConfigurableApplicationContext custody;
  private static HttpClient client;
  private static TestAccess access;
  private static String admin;
  private static String setUpLink;
  private static Reply setUpAgain;

  @BeforeAll
  static void start() {
    PrintStream terminal = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      custody = run();
    } finally {
      System.setOut(terminal);
    }
    // Whoever starts beside it prints a link, too.
    setUpLink =
        printed
            .toString(StandardCharsets.UTF_8)
            .replaceFirst("(?s).*:" + port() + "/set-up#(\\S+).*", "$1");
    client = HttpClient.newHttpClient();
    access = TestAccess.to(custody);
    String body = "{\"link\":\"%s\",\"user\":\"%s\",\"password\":\"" + PASSWORD + "\"}";
    send("POST", "/api/password-links", body.formatted(setUpLink, "Root!"))
        .isProblem(400, "property-invalid");
    send("POST", "/api/password-links", body.formatted(setUpLink, "first")).is(200);
    setUpAgain = send("POST", "/api/password-links", body.formatted(setUpLink, "second"));
    admin = access.bearer("user:root", new Access(Set.of(Role.ADMIN), Set.of(), null, Set.of()));
  }

  private static ConfigurableApplicationContext run() {
    return new SpringApplicationBuilder(StandaloneApplication.class)
        .run(
            "--server.port=0",
            "--management.server.port=0",
            "--custody.data-dir=" + directory,
            "--custody.access.not-in-passwords=Yunlin",
            "--custody.access.allowed-origins=https://intranet.example",
            "--custody.access.limits.stranger.per-second=0",
            "--custody.access.limits.service.per-second=1",
            "--custody.access.limits.service.burst=30");
  }

  @AfterAll
  static void stop() {
    client.close();
    custody.close();
  }

  record Reply(HttpResponse<String> http) {
    JsonNode json() {
      return JsonMapper.shared().readTree(http.body());
    }

    String text(String name) {
      return json().path(name).asString("");
    }

    Reply is(int status) {
      assertThat(http.statusCode()).as(http.request().uri() + ": " + http.body()).isEqualTo(status);
      return this;
    }

    Reply isProblem(int status, String code) {
      is(status);
      assertThat(text("code")).as(http.body()).isEqualTo(code);
      assertThat(http.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(http.headers().firstValue("WWW-Authenticate").isPresent())
          .isEqualTo(status == 401);
      assertThat(http.headers().firstValue("Content-Security-Policy")).isPresent();
      return this;
    }

    String cookie(String name) {
      return http.headers().allValues("Set-Cookie").stream()
          .filter(it -> it.startsWith(name + "="))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Reply send(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return new Reply(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String port() {
    return custody.getEnvironment().getRequiredProperty("local.server.port");
  }

  private static URI at(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  private static Reply as(String bearer, String method, String path, @Nullable String body) {
    return send(method, path, body, "Authorization", bearer);
  }

  /// A user who has set a password by the link of the invitation.
  private static void user(String name, String more) {
    Reply invited = as(admin, "POST", "/api/users", "{\"name\":\"%s\",%s}".formatted(name, more));
    String link = invited.is(201).text("link").replaceFirst(".*#", "");
    Reply set = redeem(link, PASSWORD);
    assertThat(set.is(200).text("user")).isEqualTo(name);
    redeem(link, PASSWORD).isProblem(410, "link-spent");
  }

  private static Reply redeem(String link, String password) {
    return send(
        "POST",
        "/api/password-links",
        "{\"link\":\"%s\",\"password\":\"%s\"}".formatted(link, password));
  }

  private static Reply signIn(String name, String password, String as) {
    return send(
        "POST",
        "/api/session",
        "{\"user\":\"%s\",\"password\":\"%s\",\"as\":\"%s\"}".formatted(name, password, as));
  }

  private static String bearer(String name) {
    return "Bearer " + signIn(name, PASSWORD, "bearer").is(200).text("token");
  }

  @Test
  void nothingOfTheApiAnswersAStranger() {
    for (String path : List.of("/api/customers", "/api/session", "/api/users", "/api/nothing")) {
      send("GET", path, null).isProblem(401, "credentials-missing");
      send("POST", path, "{}", "Cookie", "other=1");
    }
    send("POST", "/api/customers", "{}").isProblem(401, "credentials-missing");
    send("GET", "/api/customers", null, "Custody-Actor", "user:alice")
        .isProblem(401, "credentials-missing");
    send("GET", "/readyz", null).is(200);
  }

  @Test
  void aPersonSignsInWorksAndSignsOut() {
    user("mei", "\"roles\":[\"manager\"],\"teams\":[\"north\"]");
    Reply in = signIn("Mei ", PASSWORD, "cookie").is(200);
    assertThat(in.json().has("token")).isFalse();
    String session = in.cookie("custody_session");
    assertThat(session).contains("HttpOnly", "SameSite=Strict", "Path=/");
    String csrf = in.cookie("custody_csrf").replaceFirst("custody_csrf=([^;]*).*", "$1");
    String cookies = session.replaceFirst(";.*", "") + "; custody_csrf=" + csrf;

    Reply me = send("GET", "/api/session", null, "Cookie", cookies).is(200);
    assertThat(me.text("actor")).isEqualTo("user:mei");
    assertThat(me.json().path("teams").get(0).asString()).isEqualTo("north");
    assertThat(me.http().headers().allValues("Set-Cookie")).as("the cookies stay").isEmpty();
    send("POST", "/api/session/renewal", null, "Cookie", cookies)
        .isProblem(403, "csrf-token-missing");
    Reply renewed =
        send("POST", "/api/session/renewal", null, "Cookie", cookies, "X-CSRF-Token", csrf).is(200);
    assertThat(renewed.text("endsAt").substring(0, 19))
        .isEqualTo(in.text("endsAt").substring(0, 19));
    String later = renewed.cookie("custody_session").replaceFirst(";.*", "");

    send("DELETE", "/api/session", null, "Cookie", cookies, "X-CSRF-Token", csrf).is(204);

    send("GET", "/api/session", null, "Cookie", cookies).isProblem(401, "session-ended");
    send("GET", "/api/session", null, "Cookie", later).isProblem(401, "session-ended");
    assertThat(signIn("mei", PASSWORD, "cookie").http().statusCode()).isEqualTo(200);
  }

  @Test
  void whatAPersonMayDoChangesAtOnceForSessionsThatAreOpen() {
    user("rolf", "\"roles\":[\"steward\"]");
    String before = bearer("rolf");
    as(before, "GET", "/api/users", null).isProblem(403, "not-allowed");
    as(admin, "PUT", "/api/users/rolf", "{\"roles\":[\"admin\"],\"active\":true}")
        .isProblem(428, "if-match-missing");

    send(
            "PUT",
            "/api/users/rolf",
            "{\"roles\":[\"admin\"],\"active\":true}",
            "Authorization",
            admin,
            "If-Match",
            "*")
        .is(200);

    as(before, "GET", "/api/session", null).isProblem(401, "session-ended");
    String after = bearer("rolf");
    as(after, "GET", "/api/users", null).is(200);
    send("DELETE", "/api/users/rolf", null, "Authorization", admin, "If-Match", "*").is(200);
    as(after, "GET", "/api/session", null).isProblem(401, "session-ended");
    signIn("rolf", PASSWORD, "bearer").isProblem(401, "sign-in-refused");
    as(admin, "POST", "/api/users", "{\"name\":\"rolf\",\"roles\":[\"admin\"]}")
        .isProblem(409, "account-exists");
  }

  @Test
  void aNewPasswordEndsAllOtherSessions() {
    user("petra", "\"roles\":[\"auditor\"]");
    String here = bearer("petra");
    String there = bearer("petra");
    String next = "another staple for the horse";
    String body = "{\"current\":\"%s\",\"password\":\"%s\"}";

    as(here, "POST", "/api/session/password", body.formatted("wrong wrong wrong", next))
        .isProblem(401, "sign-in-refused");
    String own =
        as(here, "POST", "/api/session/password", body.formatted(PASSWORD, next))
            .is(200)
            .text("token");

    as(there, "GET", "/api/session", null).isProblem(401, "session-ended");
    as("Bearer " + own, "GET", "/api/session", null).is(200);
    signIn("petra", PASSWORD, "bearer").isProblem(401, "sign-in-refused");
    signIn("petra", next, "bearer").is(200);
  }

  @Test
  void aRepWhoLeavesIsRefusedFromTheAnswerOn() {
    String boss = access.bearer("user:boss");
    String rep =
        as(boss, "POST", "/api/reps", "{\"name\":\"李雷\",\"team\":\"n\",\"territory\":\"t\"}")
            .is(201)
            .text("id");
    user("lilei", "\"roles\":[\"rep\"],\"rep\":\"%s\"".formatted(rep));
    String token = bearer("lilei");
    assertThat(as(token, "GET", "/api/session", null).is(200).text("actor"))
        .isEqualTo("rep:" + rep);
    JsonNode account =
        as(admin, "GET", "/api/reps/" + rep + "/subject-access", null)
            .is(200)
            .json()
            .get("account");
    assertThat(account.get("name").asString()).isEqualTo("lilei");
    assertThat(account.get("sessions")).hasSize(1);

    as(boss, "POST", "/api/reps/" + rep + "/left", "{\"reason\":\"gone\"}").is(200);
    long acknowledged = System.nanoTime();
    as(token, "GET", "/api/session", null).isProblem(401, "session-ended");

    System.out.printf(
        "rep.left acknowledged to refused: %.1f ms, the refused request included%n",
        (System.nanoTime() - acknowledged) / 1e6);
    signIn("lilei", PASSWORD, "bearer").isProblem(401, "sign-in-refused");
  }

  @Test
  void passwordsThatAreTriedFirstAreRefused() {
    Reply invited =
        as(admin, "POST", "/api/users", "{\"name\":\"wangfang\",\"roles\":[\"steward\"]}").is(201);
    String link = invited.text("link").replaceFirst(".*#", "");
    Map.of(
            "short",
            "password-length",
            "x".repeat(129),
            "password-length",
            "aaaaaaaaaaaaaaa",
            "password-common",
            "123456789012",
            "password-common",
            "Password1234!",
            "password-common",
            "QWERTYUIOPAS",
            "password-common",
            "yunlin foods and more",
            "password-names",
            "i am WangFang today",
            "password-names")
        .forEach((password, code) -> redeem(link, password).isProblem(422, code));
    redeem(link, "一二三四五六七八九十一二").is(200);
  }

  @Test
  void guessingIsSlowedDownWithoutLockingAnybodyOut() {
    user("target", "\"roles\":[\"steward\"]");
    signIn("target", PASSWORD, "bearer").is(200);
    for (int i = 0; i < 5; i++) {
      signIn("target", "guess " + i, "bearer").isProblem(401, "sign-in-refused");
    }
    signIn("target", "guess", "bearer");
    Reply throttled = signIn("target", PASSWORD, "bearer").isProblem(429, "sign-in-throttled");
    assertThat(throttled.http().headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    for (int i = 0; i < 7; i++) {
      signIn("nobody-here", "guess", "bearer");
    }
    signIn("nobody-here", "guess", "bearer").isProblem(429, "sign-in-throttled");

    // Many failures from elsewhere do not concern the place from which the user comes.
    JdbcClient jdbc = custody.getBean(JdbcClient.class);
    jdbc.sql("UPDATE custody.sign_in_failure SET failures = 500, address = '203.0.113.9'").update();
    signIn("target", PASSWORD, "bearer").is(200);
  }

  @Test
  void aServiceAccountGetsTokensForWhatItMay() {
    Reply created =
        as(
                admin,
                "POST",
                "/api/service-accounts",
                "{\"name\":\"crm\",\"scopes\":[\"read\"],\"teams\":[\"*\"]}")
            .is(201);
    String secret = created.text("secret");
    String token = token("crm", secret, 200);
    as(token, "GET", "/api/customers", null).is(200);
    as(token, "POST", "/api/customers", "{}").isProblem(403, "not-allowed");
    as(token, "GET", "/api/users", null).isProblem(403, "not-allowed");
    token("crm", "wrong", 401);

    String renewed =
        as(admin, "POST", "/api/service-accounts/crm/secret", null).is(200).text("secret");
    token("crm", secret, 200);
    token("crm", renewed, 200);

    as(admin, "DELETE", "/api/service-accounts/crm", null).is(204);
    as(token, "GET", "/api/customers", null).isProblem(401, "session-ended");
    token("crm", renewed, 401);
  }

  @Test
  void aPersonSeesWhereTheyAreSignedInAndEndsWhatIsNoneOfTheirs() {
    user("anna", "\"roles\":[\"auditor\"]");
    user("bela", "\"roles\":[\"auditor\"]");
    String here = bearer("anna");
    String there = bearer("anna");
    String other = bearer("bela");
    JsonNode both = as(here, "GET", "/api/sessions", null).is(200).json().get("sessions");
    assertThat(both).hasSize(2);
    assertThat(both.get(0).get("current").asBoolean()).as("the newest first").isFalse();
    assertThat(both.get(1).get("current").asBoolean()).isTrue();
    assertThat(both.get(0).get("address").asString()).isNotBlank();
    assertThat(both.get(0).get("agent").asString()).startsWith("Java-http-client");
    String notHere = "/api/sessions/" + both.get(0).get("id").asString();

    as(other, "DELETE", notHere, null).isProblem(404, "session-not-found");
    as(there, "GET", "/api/session", null).is(200);
    as(here, "DELETE", notHere, null).is(204);
    as(there, "GET", "/api/session", null).isProblem(401, "session-ended");
    as(here, "DELETE", notHere, null).isProblem(404, "session-not-found");
    assertThat(as(here, "GET", "/api/sessions", null).is(200).json().get("sessions")).hasSize(1);
  }

  @Test
  void whoAsksTooMuchWaits() {
    String token =
        access.bearer(
            "service:greedy", new Access(Set.of(), Set.of(Scope.READ), null, Set.of("*")));
    Reply last = as(token, "GET", "/api/session", null).is(200);
    for (int i = 0; i < 60 && last.http().statusCode() == 200; i++) {
      last = as(token, "GET", "/api/session", null);
    }
    last.isProblem(429, "too-many-requests");
    assertThat(last.http().headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    as(admin, "GET", "/api/session", null).is(200);
  }

  private static String token(String name, String secret, int status) {
    Reply reply =
        send(
            "POST",
            "/oauth2/token",
            "grant_type=client_credentials",
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8)));
    assertThat(reply.http().statusCode()).as(reply.http().body()).isEqualTo(status);
    return "Bearer " + reply.text("access_token");
  }

  @Test
  @Order(Integer.MAX_VALUE) // it ends the sessions of all others
  void keysRotateWithoutEndingASessionUnlessTheyGotIntoWrongHands() throws Exception {
    user("key-user", "\"roles\":[\"steward\"]");
    String before = bearer("key-user");
    String kid = SignedJWT.parse(before.substring(7)).getHeader().getKeyID();

    as(admin, "POST", "/api/signing-keys/rotation", null).is(200);

    String after = bearer("key-user");
    assertThat(SignedJWT.parse(after.substring(7)).getHeader().getKeyID()).isNotEqualTo(kid);
    as(before, "GET", "/api/session", null).is(200);
    as(after, "GET", "/api/session", null).is(200);
    String published = send("GET", "/oauth2/jwks", null).is(200).http().body();
    assertThat(published).contains(kid).doesNotContain("\"d\"");

    as(admin, "POST", "/api/signing-keys/rotation", "{\"distrustAllBefore\":true}").is(200);
    as(after, "GET", "/api/session", null).isProblem(401, "token-invalid");
    as(bearer("key-user"), "GET", "/api/session", null).is(200);
  }

  @Test
  void forgedTokensAreRefused() throws Exception {
    user("forged", "\"roles\":[\"steward\"]");
    SignedJWT genuine = SignedJWT.parse(bearer("forged").substring(7));
    JWTClaimsSet claims = genuine.getJWTClaimsSet();
    ECKey published =
        JWK.parse(
                JsonMapper.shared()
                    .readTree(send("GET", "/oauth2/jwks", null).http().body())
                    .path("keys")
                    .get(0)
                    .toString())
            .toECKey();
    ECKey foreign =
        new ECKeyGenerator(Curve.P_256).keyID(genuine.getHeader().getKeyID()).generate();

    refused(new PlainJWT(claims).serialize());
    refused(signed(foreign, claims));
    refused(signed(new ECKeyGenerator(Curve.P_256).keyID("unknown").generate(), claims));
    // The public key's bytes as a shared secret.
    SignedJWT swapped =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(published.getKeyID()).build(), claims);
    swapped.sign(new MACSigner(published.toECPublicKey().getEncoded()));
    refused(swapped.serialize());
    // Another content under a genuine signature.
    String[] parts = genuine.serialize().split("\\.", -1);
    String payload =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("steward", "admin");
    refused(
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(payload.getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[2]);
    refused(parts[0] + "." + parts[1] + ".");
  }

  @Test
  void genuineSignaturesUnderWrongClaimsAreRefused() {
    access.bearer("user:claims", new Access(Set.of(Role.ADMIN), Set.of(), null, Set.of()));
    Instant now = Instant.now();
    JwtClaimsSet right =
        JwtClaimsSet.builder()
            .issuer("urn:custody")
            .audience(List.of("custody"))
            .subject("user:claims")
            .issuedAt(now.minusSeconds(60))
            .expiresAt(now.plusSeconds(60))
            .claim("epoch", 1)
            .claim("roles", List.of("admin"))
            .claim("teams", List.of())
            .build();
    as(access.signed(right), "GET", "/api/session", null).is(200);

    changed(right, it -> it.issuer("https://other.example"), "token-invalid");
    changed(right, it -> it.audience(List.of("other")), "token-invalid");
    changed(right, it -> it.claims(all -> all.remove("aud")), "token-invalid");
    changed(right, it -> it.expiresAt(now.minusSeconds(1)), "token-expired");
    changed(right, it -> it.notBefore(now.plusSeconds(60)), "token-invalid");
    changed(right, it -> it.claim("epoch", 2), "session-ended");
    changed(right, it -> it.subject("user:nobody-at-all"), "session-ended");
    changed(right, it -> it.subject("rule:recycle"), "session-ended");
    changed(right, it -> it.claim("roles", List.of("emperor")), "token-invalid");
  }

  private static void changed(
      JwtClaimsSet right, Consumer<JwtClaimsSet.Builder> change, String code) {
    JwtClaimsSet.Builder claims = JwtClaimsSet.from(right);
    change.accept(claims);
    as(access.signed(claims.build()), "GET", "/api/session", null).isProblem(401, code);
  }

  private static String signed(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }

  private static void refused(String token) {
    as("Bearer " + token, "GET", "/api/session", null).isProblem(401, "token-invalid");
    send("GET", "/api/session", null, "Cookie", "custody_session=" + token)
        .isProblem(401, "token-invalid");
  }

  @Test
  void noOtherSitesPageMayCall() {
    Reply reply =
        send("GET", "/api/session", null, "Authorization", admin, "Origin", "https://evil.example");
    assertThat(reply.http().headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aPreflightOfAnotherSitesPageGetsNothing() {
    Reply reply =
        send(
            "OPTIONS",
            "/api/customers",
            null,
            "Origin",
            "https://evil.example",
            "Access-Control-Request-Method",
            "DELETE",
            "Access-Control-Request-Headers",
            "authorization");
    assertThat(reply.http().statusCode()).isIn(401, 403);
    assertThat(reply.http().headers().map().keySet())
        .noneMatch(it -> it.toLowerCase(Locale.ROOT).startsWith("access-control-allow"));
  }

  /// What a program may send and read, a page that is named may, too: whatever the description
  /// says.
  @Test
  void aNamedSitesPageMaySendAndReadEveryHeaderThatTheApiKnows() {
    String origin = "https://intranet.example";
    JsonNode described = as(admin, "GET", "/v3/api-docs", null).is(200).json();
    Set<String> sent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> answered = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    described.findParents("in").stream()
        .filter(it -> it.path("in").asString().equals("header") && it.path("name").isString())
        .forEach(it -> sent.add(it.path("name").asString()));
    described.findValues("headers").forEach(it -> answered.addAll(it.propertyNames()));
    assertThat(sent).contains("If-Match", "Idempotency-Key", "Custody-Channel", "Last-Event-ID");
    sent.addAll(List.of("Authorization", "Content-Type", "Custody-Query", "Custody-Reason"));
    answered.addAll(List.of("ETag", "Location", "Link", "Retry-After", "Custody-Position"));

    Reply asked =
        send(
            "OPTIONS",
            "/api/customers",
            null,
            "Origin",
            origin,
            "Access-Control-Request-Method",
            "PATCH",
            "Access-Control-Request-Headers",
            String.join(",", sent).toLowerCase(Locale.ROOT));

    assertThat(asked.http().statusCode()).as(sent.toString()).isEqualTo(200);
    assertThat(listed(asked, "Access-Control-Allow-Headers")).containsAll(sent);
    Reply got =
        send("GET", "/api/customers", null, "Authorization", admin, "Origin", origin).is(200);
    assertThat(listed(got, "Access-Control-Allow-Origin")).containsExactly(origin);
    assertThat(listed(got, "Access-Control-Expose-Headers")).containsAll(answered);
    assertThat(listed(got, "Access-Control-Allow-Credentials"))
        .as("cookies stay at home")
        .isEmpty();
  }

  private static Set<String> listed(Reply reply, String header) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : reply.http().headers().allValues(header)) {
      names.addAll(List.of(line.split(" *, *")));
    }
    return names;
  }

  @Test
  void whatTheGateRefusesIsOnRecord() throws Exception {
    UUID sought = UUID.randomUUID();
    String steward =
        access.bearer("user:climber", new Access(Set.of(Role.STEWARD), Set.of(), null, Set.of()));
    user("gone", "\"roles\":[\"steward\"]");
    String ended = bearer("gone");
    as(ended, "DELETE", "/api/session", null).is(204);

    as(steward, "POST", "/api/signing-keys/rotation", null).isProblem(403, "not-allowed");
    as(steward, "DELETE", "/api/users/root", null).isProblem(403, "not-allowed");
    try (HttpClient stranger = from("127.0.0.2")) {
      assertThat(sent(stranger, "/api/session", "Bearer none")).isEqualTo(401);
      assertThat(sent(stranger, "/api/customers/" + sought + "/history", "Bearer none"))
          .isEqualTo(401);
      assertThat(sent(stranger, "/api/reps", ended)).isEqualTo(401);
    }

    assertThat(refusals("actor = 'user:climber'"))
        .containsExactly(
            "user:climber POST /api/signing-keys/rotation 403 null",
            "user:climber DELETE /api/users/{name} 403 null");
    assertThat(refusals("address = '127.0.0.2'"))
        .as("a browser asks whether anybody is signed in")
        .containsExactly(
            "nobody GET /api/customers/{id}/history 401 " + sought,
            "user:gone GET /api/reps 401 null");
  }

  @Test
  void strangersCannotFillTheLog() throws Exception {
    long begun = System.nanoTime();
    try (HttpClient stranger = from("127.0.0.3")) {
      for (int i = 0; i < 200; i++) {
        assertThat(sent(stranger, "/api/customers", "Bearer none")).isEqualTo(401);
      }
    }
    int minute = 60;
    int seconds = (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    assertThat(refusals("address = '127.0.0.3'").size()).isBetween(minute, minute + seconds + 1);
  }

  private static HttpClient from(String address) throws UnknownHostException {
    return HttpClient.newBuilder().localAddress(InetAddress.getByName(address)).build();
  }

  private static int sent(HttpClient client, String path, String bearer) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(at(path)).header("Authorization", bearer).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static List<String> refusals(String which) {
    return custody
        .getBean(JdbcClient.class)
        .sql(
            "SELECT concat_ws(' ', actor, operation, status, coalesce(customer::text, 'null'))"
                + " FROM custody.access_log WHERE action = 'refused' AND "
                + which
                + " ORDER BY at, no")
        .query(String.class)
        .list();
  }

  @Test
  void noDetourLeadsPastTheGate() {
    String steward =
        access.bearer("user:detour", new Access(Set.of(Role.STEWARD), Set.of(), null, Set.of()));
    for (String path :
        List.of(
            "/api/users",
            "/api/users/",
            "//api/users",
            "/api//users",
            "/api/./users",
            "/api/session/../users",
            "/api/session/%2e%2e/users",
            "/api/%75sers",
            "/api/users;a=b",
            "/api;a=b/users",
            "/API/USERS",
            "/api/users%2f",
            "/api/users%00",
            "/api/users%5c",
            "/api/users/.",
            "/api/users?x=/api/session",
            "/.//api/users",
            "/api/users.json")) {
      for (String bearer : List.of(steward, "Bearer none")) {
        Reply reply = as(bearer, "GET", path, null);
        assertThat(reply.http().statusCode()).as(path).isBetween(400, 499);
        assertThat(reply.http().body()).as(path).doesNotContain("\"users\"", "user:root");
      }
    }
  }

  @Test
  void noHeaderChangesWhatIsAskedWhoAsksOrWhatIsAnswered() {
    String steward =
        access.bearer("user:headers", new Access(Set.of(Role.STEWARD), Set.of(), null, Set.of()));
    List<String> headers =
        List.of(
            "X-Original-URL", "/api/users",
            "X-Rewrite-URL", "/api/users",
            "X-Forwarded-Prefix", "/api/users",
            "X-HTTP-Method-Override", "DELETE",
            "X-Forwarded-User", "root",
            "X-Remote-User", "root",
            "Custody-Actor", "user:root",
            "X-Forwarded-For", "203.0.113.77",
            "Forwarded", "for=203.0.113.77;host=evil.example",
            "X-Forwarded-Host", "evil.example",
            "Custody-Correlation-Id", "%0d%0aX-Evil: 1",
            "Custody-Reason", "why%0d%0aX-Evil:%201");
    for (int i = 0; i < headers.size(); i += 2) {
      String name = headers.get(i);
      for (String path : List.of("/api/session", "/api/customers")) {
        Reply reply =
            send("GET", path, null, "Authorization", steward, name, headers.get(i + 1)).is(200);
        assertThat(reply.http().headers().firstValue("X-Evil")).as(name).isEmpty();
        assertThat(reply.http().headers().map().toString())
            .as(name)
            .doesNotContain("evil.example", "X-Evil", "203.0.113.77");
        if (path.equals("/api/session")) {
          assertThat(reply.text("actor")).as(name).isEqualTo("user:headers");
        }
      }
    }
    JdbcClient jdbc = custody.getBean(JdbcClient.class);
    assertThat(
            jdbc.sql("SELECT DISTINCT address FROM custody.access_log WHERE actor = 'user:headers'")
                .query(String.class)
                .list())
        .as("who asks is where the connection comes from")
        .containsExactly("127.0.0.1");
  }

  @Test
  void hugeAndBrokenFormsAreRefused() {
    for (String form :
        List.of(
            "grant_type=client_credentials&client_id=" + "x".repeat(2_000_000),
            "a=b&".repeat(50_000) + "grant_type=client_credentials",
            "%".repeat(500),
            "grant_type=client_credentials&grant_type=client_credentials",
            "grant_type=password&username=first&password=" + PASSWORD,
            "grant_type=authorization_code&code=x",
            "grant_type=refresh_token&refresh_token=x")) {
      Reply reply =
          send("POST", "/oauth2/token", form, "Content-Type", "application/x-www-form-urlencoded");
      assertThat(reply.http().statusCode())
          .as(form.substring(0, Math.min(form.length(), 60)))
          .isBetween(400, 499);
      assertThat(reply.http().body()).doesNotContain("access_token", PASSWORD);
    }
    send("GET", "/api/session", null, "Authorization", admin, "X-Long", "x".repeat(9000)).is(400);
  }

  @Test
  void theFirstAdministratorsLinkWorksOnceAndIsPrintedWhileThereIsNone() {
    setUpAgain.isProblem(410, "link-spent");
    as(bearer("first"), "GET", "/api/users/first", null).is(200);
  }
}

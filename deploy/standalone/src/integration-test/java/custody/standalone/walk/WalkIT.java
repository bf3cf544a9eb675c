package custody.standalone.walk;

import static org.assertj.core.api.Assertions.assertThat;

import custody.access.TestAccess;
import custody.command.Commands;
import custody.contract.CustomerId;
import custody.service.Scope;
import custody.standalone.Described;
import custody.standalone.StandaloneApplication;
import custody.standalone.walk.Table.Endpoint;
import custody.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every endpoint of the generated description, by every viewer, on every customer.
class WalkIT {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final Viewer FOLLOWER =
      Viewer.program("follower", Set.of(Scope.READ, Scope.FOLLOW), "north");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ConfigurableApplicationContext custody;
  private static World world;
  private static final Map<String, String> bearers = new ConcurrentHashMap<>();
  private static TestAccess access;
  private static String base;

  @BeforeAll
  static void company() {
    custody =
        new SpringApplicationBuilder(StandaloneApplication.class)
            .run(
                Stream.concat(
                        Arrays.stream(database.arguments()),
                        Stream.of(
                            "--server.port=0",
                            "--management.server.port=0",
                            "--custody.access.limits.person.per-second=0",
                            "--custody.access.limits.stranger.per-second=0"))
                    .toArray(String[]::new));
    base = "http://127.0.0.1:" + custody.getEnvironment().getRequiredProperty("local.server.port");
    access = TestAccess.to(custody);
    world = new World(custody.getBean(Commands.class));
    awaitViews();
  }

  @AfterAll
  static void stop() {
    custody.close();
  }

  private static void awaitViews() {
    Viewer keeper = world.viewer("keeper");
    long deadline = System.nanoTime() + 30_000_000_000L;
    for (CustomerId customer : world.customers.values()) {
      while (!customer.equals(world.id("unknown"))
          && get(keeper, "/api/customers/" + customer).statusCode() != 200) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
    while (JsonMapper.shared()
        .readTree(get(keeper, "/api/views").body())
        .path("views")
        .valueStream()
        .anyMatch(it -> it.path("lagEvents").asLong(1) > 0)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void everyEndpointStandsInTheTableAndNothingElse() throws Exception {
    JsonNode docs =
        JsonMapper.shared().readTree(get(world.viewer("keeper"), "/v3/api-docs").body());
    TreeSet<String> described =
        Described.in(docs)
            .map(Described::name)
            .filter(it -> it.contains(" /api/"))
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> walked = new TreeSet<>();
    Table.endpoints().forEach(it -> walked.add(it.name()));
    assertThat(walked)
        .as("an endpoint that is not in Table.ENDPOINTS is walked by nobody: add a line")
        .isEqualTo(described);
  }

  @Test
  void everybodySeesAndDoesWhatTheTableSaysAndNothingElse() {
    List<String> wrong = new ArrayList<>();
    for (Endpoint endpoint : Table.endpoints()) {
      for (Viewer viewer : world.viewers.values()) {
        switch (endpoint.sort()) {
          case "masked", "full", "looks", "reveal", "command", "part" ->
              world.customers.forEach((name, id) -> wrong.addAll(walk(endpoint, viewer, name, id)));
          case "list", "rows", "case", "content", "own", "right" ->
              wrong.addAll(walk(endpoint, viewer, "", world.id("unknown")));
          case "elsewhere" -> {}
          default -> wrong.add("unknown sort of " + endpoint);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> walk(
      Endpoint endpoint, Viewer viewer, String customer, CustomerId id) {
    HttpResponse<String> answer = send(endpoint, viewer, id);
    int status = answer.statusCode();
    int gate = endpoint.sort().equals("content") ? 0 : Table.gate(endpoint, viewer.name());
    boolean well =
        gate != 0
            ? status == gate
            : switch (endpoint.sort()) {
              case "masked" -> status == Table.question(viewer.name(), customer, true);
              // Whoever may open it at all says why; nobody in the walk but the inquirer does.
              case "reveal" -> status == Table.question(viewer.name(), customer, false);
              case "full" -> status == Table.question(viewer.name(), customer, false);
              case "looks" -> status == Table.looks(viewer.name(), customer);
              case "command" -> status == Table.command(endpoint.more(0), viewer.name(), customer);
              case "part" -> status == 404;
              // Where the gate lets only some in, the others are not told even that.
              case "own" ->
                  status == 404 || (status == 403 && endpoint.path().startsWith("/api/imports"));
              case "list", "rows" -> status == 200;
              case "case" ->
                  status == (Table.seesCase(endpoint.more(0), viewer.name()) ? 200 : 404);
              case "content" -> status < 500;
              case "right" ->
                  status < 500
                      && status != 401
                      && (status != 403) == Table.has(endpoint.more(0), viewer.name());
              default -> false;
            };
    List<String> wrong = new ArrayList<>();
    String what = viewer.name() + " " + endpoint.name() + " " + customer + ": ";
    if (!well) {
      wrong.add(what + status + " " + answer.body().lines().findFirst().orElse(""));
    }
    if (gate == 0 && endpoint.sort().equals("rows")) {
      Set<String> shown = new TreeSet<>();
      world.customers.forEach(
          (name, each) -> {
            if (answer.body().contains(each.toString())) {
              shown.add(name);
            }
          });
      Set<String> expected = Table.shown(endpoint.more(1), viewer.name());
      if (!shown.equals(expected)) {
        wrong.add(what + "shows " + shown + " instead of " + expected);
      }
    }
    world.customers.forEach(
        (name, each) -> {
          boolean masked = Table.seesMasked(viewer.name(), name);
          boolean hidden = !name.equals("unknown") && !Table.sees(viewer.name(), name);
          if ((hidden || (masked && endpoint.more().contains("not masked")))
              && answer.body().contains(each.toString())) {
            wrong.add(what + "tells the id of " + name);
          }
          if (hidden && answer.body().contains(World.nameOf(name))) {
            wrong.add(what + "tells the name of " + name);
          }
          if ((hidden || masked)
              && (answer.body().contains(World.phoneOf(name))
                  || answer.body().contains(World.contactOf(name)))) {
            wrong.add(what + "tells contact data of " + name);
          }
        });
    return wrong;
  }

  @Test
  void whatIsHiddenIsAnsweredAsIfItWereNotThere() {
    List<String> different = new ArrayList<>();
    CustomerId unknown = world.id("unknown");
    for (Endpoint endpoint : Table.endpoints()) {
      if (!List.of("masked", "full", "looks", "reveal", "command", "part")
          .contains(endpoint.sort())) {
        continue;
      }
      for (Viewer viewer : world.viewers.values()) {
        String expected = blank(send(endpoint, viewer, unknown), unknown);
        world.customers.forEach(
            (name, id) -> {
              if (!id.equals(unknown) && !Table.sees(viewer.name(), name)) {
                String said = blank(send(endpoint, viewer, id), id);
                if (!said.equals(expected)) {
                  different.add(
                      viewer.name() + " " + endpoint.name() + " " + name + ":\n" + said + expected);
                }
              }
            });
      }
    }
    assertThat(different).isEmpty();
  }

  /// Everything but the correlation id and the id that was asked for.
  private static String blank(HttpResponse<String> answer, CustomerId asked) {
    JsonNode json = JsonMapper.shared().readTree(answer.body());
    if (json instanceof ObjectNode object) {
      object.remove("correlationId");
    }
    List<String> headers =
        answer.headers().map().keySet().stream()
            .filter(it -> !List.of("date", "connection", "keep-alive", "set-cookie").contains(it))
            .sorted()
            .toList();
    return answer.statusCode() + json.toString().replace(asked.toString(), "ID") + headers + "\n";
  }

  @Test
  void anIdOfAnotherCustomerInABodyOrAddressOpensNothing() {
    Viewer rep = world.viewer("rep");
    String own = "/api/customers/" + world.id("own");
    // An event of a customer one does not see, corrected by way of one's own.
    String foreign =
        JdbcClient.create(database.dataSource())
            .sql("SELECT event_id FROM custody.event WHERE stream = ? LIMIT 1")
            .param(world.id("other").value())
            .query(UUID.class)
            .single()
            .toString();
    String random = UUID.randomUUID().toString();
    assertThat(
            code(
                post(
                    rep, own + "/corrections", "{\"event\":\"" + foreign + "\",\"reason\":\"r\"}")))
        .isEqualTo(
            code(
                post(
                    rep, own + "/corrections", "{\"event\":\"" + random + "\",\"reason\":\"r\"}")));
    // The fields that nobody may set, and the rep one is not.
    for (String body :
        List.of(
            "{\"by\":\"" + world.wang + "\",\"reason\":\"r\"}",
            "{\"by\":\"" + world.far + "\",\"reason\":\"r\"}")) {
      assertThat(post(rep, "/api/customers/" + world.id("pooled") + "/claim", body).statusCode())
          .isEqualTo(403);
    }
    for (String extra : List.of("owner", "actor", "recordedAt", "version", "holder", "access")) {
      assertThat(
              post(rep, own + "/contacts", "{\"fields\":{\"name\":\"c\"},\"" + extra + "\":\"x\"}")
                  .statusCode())
          .as(extra)
          .isEqualTo(400);
    }
    assertThat(
            code(
                post(
                    rep,
                    "/api/customers",
                    "{\"kind\":\"company\",\"fields\":{\"name\":\"Brand new "
                        + UUID.randomUUID()
                        + "\"},\"holder\":{\"rep\":\""
                        + world.far
                        + "\"}}")))
        .isEqualTo("not-allowed");
  }

  /// Asked in turn, so that whatever else the machine does falls on both alike.
  @Test
  void whatIsHiddenTakesAsLongAsWhatIsNotThere() {
    Viewer rep = world.viewer("rep");
    int pairs = 400;
    long[] hidden = new long[pairs];
    long[] unknown = new long[pairs];
    int slower = 0;
    for (int i = -50; i < pairs; i++) {
      boolean first = i % 2 == 0;
      long one = took(rep, first ? world.id("other") : CustomerId.create());
      long two = took(rep, first ? CustomerId.create() : world.id("other"));
      if (i >= 0) {
        hidden[i] = first ? one : two;
        unknown[i] = first ? two : one;
        slower += hidden[i] > unknown[i] ? 1 : 0;
      }
    }
    Arrays.sort(hidden);
    Arrays.sort(unknown);
    double z = (slower - pairs / 2.0) / Math.sqrt(pairs / 4.0);
    System.out.printf(
        "hidden %.2f ms, unknown %.2f ms (medians of %d pairs); hidden slower in %d, z = %.1f%n",
        hidden[pairs / 2] / 1e6, unknown[pairs / 2] / 1e6, pairs, slower, z);
    assertThat(Math.abs(z)).as("sign test").isLessThan(4);
  }

  private static long took(Viewer viewer, CustomerId customer) {
    long start = System.nanoTime();
    get(viewer, "/api/customers/" + customer);
    return System.nanoTime() - start;
  }

  /// What a body may say stands in its record: nobody says who they are, when it was, or what they
  /// may.
  @Test
  void nothingIsAcceptedInABodyThatItsRecordDoesNotName() {
    List<String> accepted = new ArrayList<>();
    for (Endpoint endpoint : Table.endpoints()) {
      String body = endpoint.more(1);
      if (endpoint.method().equals("GET") || !body.startsWith("{\"")) {
        continue;
      }
      for (String member :
          List.of("\"actor\":\"user:root\"", "\"recordedAt\":\"2020-01-01T00:00:00Z\"")) {
        Endpoint more =
            new Endpoint(
                endpoint.method(),
                endpoint.path(),
                endpoint.sort(),
                List.of(endpoint.more(0), "{" + member + "," + body.substring(1)));
        for (String viewer : List.of("keeper", "admin")) {
          int status = send(more, world.viewer(viewer), world.id("own")).statusCode();
          if (status != 400 && status != 403 && status != 404) {
            accepted.add(viewer + " " + endpoint.name() + " " + member + ": " + status);
          }
        }
      }
    }
    assertThat(accepted).isEmpty();
  }

  @Test
  void aDuplicateOfSomebodyElsesCustomerSaysWhomToAskAndNothingMore() {
    Viewer rep = world.viewer("rep");
    HttpResponse<String> answer =
        post(
            rep,
            "/api/customers",
            "{\"kind\":\"company\",\"fields\":{\"name\":\"Quite different\",\"phone\":\""
                + World.phoneOf("other")
                + "\"}}");
    assertThat(code(answer)).isEqualTo("duplicate-elsewhere");
    assertThat(answer.body()).contains("south").doesNotContain(world.id("other").toString());
    assertThat(answer.headers().firstValue("Link")).isEmpty();
    HttpResponse<String> mine =
        post(
            rep,
            "/api/customers",
            "{\"kind\":\"company\",\"fields\":{\"name\":\"Quite different\",\"phone\":\""
                + World.phoneOf("own")
                + "\"}}");
    assertThat(mine.body()).contains(world.id("own").toString());
  }

  @Test
  void aRehearsalTellsWhatTheRegistrationWouldTellAndRegistersNobody() {
    Viewer rep = world.viewer("rep");
    String before =
        get(rep, "/api/customers?limit=1").body().replaceAll(".*\"total\":(\\d+).*", "$1");
    for (String whose : List.of("own", "other")) {
      HttpResponse<String> answer =
          post(
              rep,
              "/api/customers/rehearsal",
              "{\"kind\":\"company\",\"fields\":{\"name\":\"Quite different\",\"phone\":\""
                  + World.phoneOf(whose)
                  + "\"}}");
      assertThat(answer.statusCode()).isEqualTo(200);
      boolean own = whose.equals("own");
      assertThat(answer.body())
          .contains(own ? "duplicate-certain" : "duplicate-elsewhere")
          .satisfies(body -> assertThat(body.contains(world.id(whose).toString())).isEqualTo(own));
    }
    assertThat(
            post(
                    rep,
                    "/api/customers/rehearsal",
                    "{\"kind\":\"company\",\"fields\":{\"name\":\"Never seen before\"}}")
                .body())
        .isEqualTo("{}");
    assertThat(get(rep, "/api/customers?limit=1").body()).contains("\"total\":" + before);
  }

  @Test
  void onTheMapStandsWhoIsSeenWithEverything() {
    for (String viewer : List.of("rep", "manager", "steward", "keeper")) {
      String map = get(world.viewer(viewer), "/api/map?box=99,19,140,21&zoom=7").body();
      world.customers.forEach(
          (name, id) -> {
            boolean seen =
                Table.sees(viewer, name)
                    && !Table.seesMasked(viewer, name)
                    && !name.equals("unknown");
            assertThat(map.contains(id.toString())).as("%s: %s", viewer, name).isEqualTo(seen);
          });
    }
  }

  @Test
  void whoFollowsHearsOfWhatTheySeeAndOfNothingElse() {
    assertThat(get(world.viewer("reader"), "/api/events").statusCode()).isEqualTo(403);
    assertThat(get(world.viewer("rep"), "/api/events").statusCode()).isEqualTo(403);
    assertThat(get(FOLLOWER, "/api/events?after=999999999").statusCode()).isEqualTo(400);

    List<String> paged = new ArrayList<>();
    JsonNode page;
    long after = 0;
    do {
      page =
          JsonMapper.shared().readTree(get(FOLLOWER, "/api/events?limit=3&after=" + after).body());
      assertThat(page.path("events").size()).isLessThanOrEqualTo(3);
      page.path("events").forEach(event -> paged.add(event.toString()));
      assertThat(page.path("position").asLong()).isGreaterThan(after);
      after = page.path("position").asLong();
    } while (page.path("more").asBoolean());
    HttpResponse<String> whole =
        send(
            FOLLOWER,
            HttpRequest.newBuilder(URI.create(base + "/api/events"))
                .header("Accept", "application/x-ndjson"));
    assertThat(whole.body().lines().map(it -> JsonMapper.shared().readTree(it).toString()))
        .containsExactlyElementsOf(paged);

    Map<String, String> names = new TreeMap<>();
    world.customers.forEach((name, id) -> names.put(id.toString(), name));
    Set<String> heardOf = new TreeSet<>();
    for (String line : paged) {
      JsonNode event = JsonMapper.shared().readTree(line);
      if (event.has("customer")) {
        heardOf.add(names.getOrDefault(event.path("customer").asString(), "registered by walking"));
      } else {
        assertThat(event.path("name").asString()).startsWith("rep.");
      }
    }
    heardOf.remove("registered by walking");
    assertThat(heardOf)
        .containsExactlyInAnyOrder("own", "covered", "shared", "colleague", "stewarded", "left");
    assertThat(whole.body()).contains(World.nameOf("own"), World.phoneOf("own"), "Rep of south");
    assertThat(entries("actor = 'service:follower' AND action = 'exported'")).isPositive();
    assertThat(
            entries(
                "actor = 'service:follower' AND '%s' = ANY (customers)".formatted(world.id("own"))))
        .isPositive();
  }

  @Test
  @Timeout(60)
  void streamsTellOfWhatOneSeesAsItHappensAndEndWithTheSession() throws IOException {
    CustomerId own = world.id("own");
    Viewer leaving = Viewer.program("leaving", FOLLOWER.access().scopes(), "north");
    try (Stream<String> events = stream(leaving, "/api/events", null);
        Stream<String> live = stream(world.viewer("rep"), "/api/live", null)) {
      Iterator<String> event = events.iterator();
      Iterator<String> changed = live.iterator();
      String begun = next(event, "id: ");
      next(changed, "id: ");
      world.say(world.addContact("other", "Nobody hears of"));
      world.say(world.addContact("own", "Everybody hears of"));

      JsonNode heard = JsonMapper.shared().readTree(next(event, "data: "));
      assertThat(heard.path("customer").asString()).isEqualTo(own.toString());
      assertThat(heard.at("/payload/fields/name").asString()).isEqualTo("Everybody hears of");
      JsonNode seen = JsonMapper.shared().readTree(next(changed, "data: ")).path("customers");
      assertThat(seen).hasSize(1);
      assertThat(seen.get(0).path("id").asString()).isEqualTo(own.toString());
      assertThat(seen.get(0).path("version").asLong()).isEqualTo(heard.path("version").asLong());

      // Who was away meanwhile goes on where they were.
      try (Stream<String> again = stream(leaving, "/api/events", begun)) {
        assertThat(JsonMapper.shared().readTree(next(again.iterator(), "data: "))).isEqualTo(heard);
      }
      JdbcClient.create(database.dataSource())
          .sql("UPDATE custody.service_account SET active = false WHERE name = 'leaving'")
          .update();
      while (event.hasNext()) {
        assertThat(event.next()).doesNotStartWith("data");
      }
    }
  }

  private static String next(Iterator<String> lines, String beginning) {
    while (true) {
      String line = lines.next();
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
  }

  private static Stream<String> stream(Viewer viewer, String path, @Nullable String lastEventId)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Accept", "text/event-stream")
            .header("Authorization", bearer(viewer));
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      HttpResponse<Stream<String>> answer = HTTP.send(request.build(), BodyHandlers.ofLines());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyLookIsOnRecordWithWhoAndWhichCustomer() {
    Viewer rep = world.viewer("rep");
    CustomerId own = world.id("own");
    CustomerId other = world.id("other");
    long before = entries("true");
    get(rep, "/api/customers/" + own + "/history");
    get(rep, "/api/customers/" + other);
    get(rep, "/api/customers?q=Walked");
    post(rep, "/api/customers/" + other + "/release", "{\"reason\":\"r\"}");
    get(world.viewer("inquirer"), "/api/customers/" + own + "/mirror");
    assertThat(entries("true") - before).isEqualTo(5);
    assertThat(
            entries(
                "action = 'saw' AND actor = 'rep:%s' AND customer = '%s' AND operation = 'GET"
                        .formatted(world.li, own)
                    + " /api/customers/{id}/history'"))
        .isPositive();
    assertThat(
            entries(
                "action = 'refused' AND status = 404 AND customer = '%s' AND operation LIKE 'GET%%'"
                    .formatted(other)))
        .isPositive();
    assertThat(
            entries(
                "action = 'refused' AND customer = '%s' AND operation = 'POST".formatted(other)
                    + " /api/customers/{customer}/release'"))
        .isPositive();
    assertThat(
            entries(
                "action = 'searched' AND '%s' = ANY (customers) AND cardinality(terms) = 1"
                    .formatted(own)))
        .isPositive();
    assertThat(entries("actor = 'user:inquirer' AND reason IS NOT NULL")).isPositive();
    assertThat(entries("access_log::text ~* 'walked|complaint 4711|Contactperson'")).isZero();
  }

  private static long entries(String which) {
    return JdbcClient.create(database.dataSource())
        .sql("SELECT count(*) FROM custody.access_log WHERE " + which)
        .query(Long.class)
        .single();
  }

  private static String code(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body()).path("code").asString("");
  }

  private static HttpResponse<String> get(Viewer viewer, String path) {
    return send(viewer, HttpRequest.newBuilder(URI.create(base + path)));
  }

  private static HttpResponse<String> post(Viewer viewer, String path, String body) {
    return send(
        viewer,
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(Endpoint endpoint, Viewer viewer, CustomerId customer) {
    String path = endpoint.path();
    path =
        path.replace("/reps/{id}", "/reps/" + world.wang)
            .replace("/reps/{rep}", "/reps/" + world.wang)
            .replaceFirst("/customers/\\{(id|customer)}", "/customers/" + customer);
    if (endpoint.sort().equals("case")) {
      path = path.replace("{id}", world.leaving.toString());
    }
    path = path.replace("{pool}", "north-pool");
    path = path.replace("{name}", "history").replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
    boolean right = endpoint.sort().equals("right");
    boolean asks = endpoint.method().equals("GET");
    String said = asks ? endpoint.more(right ? 1 : 0) : "";
    String query =
        said.startsWith("?") ? filled(said.replace("%CUSTOMER%", customer.toString()), true) : "";
    String body =
        asks ? "" : filled(endpoint.more(1), false).replace("%CUSTOMER%", customer.toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path + query))
            .method(
                endpoint.method(),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!endpoint.method().equals("GET")) {
      request.header("If-Match", "\"999999\"");
      if (path.equals("/api/imports")) {
        request.header("Content-Type", "multipart/form-data; boundary=x");
      } else if (!body.isEmpty()) {
        request.header("Content-Type", "application/json");
      }
    }
    return send(viewer, request);
  }

  private static String filled(String text, boolean inAddress) {
    String phone = World.phoneOf("pooled");
    return text.replace(
            "%PHONE%", inAddress ? URLEncoder.encode(phone, StandardCharsets.UTF_8) : phone)
        .replace("%POOLED%", world.id("pooled").toString())
        .replace("%UNKNOWN%", world.id("unknown").toString())
        .replace("%OTHER%", world.id("other").toString())
        .replace("%LI%", world.li.toString())
        .replace("%WANG%", world.wang.toString());
  }

  private static String bearer(Viewer viewer) {
    return bearers.computeIfAbsent(
        viewer.actor(), _ -> access.bearer(viewer.actor(), viewer.access()));
  }

  private static HttpResponse<String> send(Viewer viewer, HttpRequest.Builder request) {
    request.header("Authorization", bearer(viewer));
    String reason = viewer.reason();
    if (reason != null) {
      request.header(
          "Custody-Reason", URLEncoder.encode(reason, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Recorded;
import custody.contract.RepId;
import custody.journey.Deployment.Way;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What people do with Custody, in each way to run it. Every test has customers and reps of its
/// own.
@ParameterizedClass
@EnumSource(value = Way.class, names = "ON_POSTGRES", mode = EnumSource.Mode.EXCLUDE)
class JourneyIT {
  private static final int MOVES = 20;

  private static @Nullable Deployment running;

  private final Deployment custody = Objects.requireNonNull(running);
  private final Client manager = custody.client("service:desk");
  private final Random random = new Random();

  JourneyIT(Way way) {
    assertThat(way).isNotNull();
  }

  @BeforeParameterizedClassInvocation
  static void start(Way way) {
    running = new Deployment(way);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    close();
  }

  @AfterAll
  static void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  @Test
  void aCustomerIsRegisteredOnceHoweverManyTry() throws Exception {
    UUID rep = rep("李娜");
    String phone = phone();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> tries =
          IntStream.range(0, 20)
              .<Callable<Answer>>mapToObj(_ -> () -> register(rep, name(), phone))
              .toList();
      List<Answer> answers = threads.invokeAll(tries).stream().map(Future::resultNow).toList();

      List<Answer> accepted = answers.stream().filter(answer -> answer.status() == 201).toList();
      assertThat(accepted).hasSize(1);
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 201)
          .allSatisfy(
              answer -> {
                answer.expectProblem(409, "duplicate-certain");
                assertThat(answer.text("/existing")).isEqualTo(accepted.getFirst().text("/id"));
              });
    }
  }

  @Test
  void aRepeatedRequestIsAnsweredTheSameAndDoneOnce() {
    UUID rep = rep("Emma Clarke");
    String body = registration(rep, name(), phone());
    String key = Client.newKey();

    Answer first = manager.post("/api/customers", body, "Idempotency-Key", key).expect(201);
    Answer again = manager.post("/api/customers", body, "Idempotency-Key", key).expect(201);
    assertThat(again.text()).isEqualTo(first.text());
    manager
        .post("/api/customers", registration(rep, name(), phone()), "Idempotency-Key", key)
        .expectProblem(422, "idempotency-key-reused");
  }

  @Test
  void aProfileIsAmendedAndReadAtAnyTwoTimes() {
    String name = name();
    Answer registered = register(rep("王伟"), name, phone()).expect(201);
    String customer = "/api/customers/" + registered.id();
    Answer before = seen(registered);
    Instant known = Instant.parse(before.text("/knownAt"));
    assertThat(before.text("/fields/name")).isEqualTo(name);
    assertThat(before.etag()).isEqualTo("\"1\"");

    manager.patch(customer, "\"7\"", "{\"fields\": {\"region\": \"华南\"}}").expect(412);
    manager
        .patch(customer, null, "{\"fields\": {\"region\": \"华南\"}}")
        .expectProblem(428, "if-match-missing");
    Instant moved = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Answer amended =
        manager
            .patch(
                customer,
                "\"1\"",
                """
                {"fields": {"region": "华南", "phone": null}, "effectiveAt": "%s",
                 "classification": {"grade": "A", "colour": "#d92d20"}}
                """
                    .formatted(registered(before)))
            .expect(200);
    assertThat(amended.version()).isEqualTo(3);

    Answer now = seen(amended);
    assertThat(now.text("/fields/region")).isEqualTo("华南");
    assertThat(now.at("/fields/phone").isMissingNode()).isTrue();
    assertThat(now.text("/classification/grade")).isEqualTo("A");
    Answer asKnown = manager.get(customer + "?knownAt=" + known).expect(200);
    assertThat(asKnown.text("/fields/region")).isEqualTo("华东");
    assertThat(asKnown.at("/classification").isMissingNode()).isTrue();
    assertThat(manager.get(customer + "?asOf=" + moved).status()).isEqualTo(404);

    JsonNode mirror =
        manager.get(customer + "/mirror?field=region").expect(200).at("/mirror/0/versions");
    assertThat(mirror.valueStream().map(version -> version.path("value").asString()))
        .contains("华东", "华南");
    Answer diff =
        manager
            .get("%s/diff?from=%s&fromKnownAt=%s".formatted(customer, registered(before), known))
            .expect(200);
    assertThat(diff.at("/changes").valueStream().map(it -> it.path("field").asString("")))
        .contains("region", "phone");
    manager.get(customer + "/completeness").expect(200);
    new Oracle(manager).check(registered.id(), random);
  }

  @Test
  void contactsDatesAndFollowUpsComeChangeAndGo() {
    UUID rep = rep("Sofia Rossi");
    Answer registered = register(rep, name(), phone()).expect(201);
    String customer = "/api/customers/" + registered.id();
    UUID contact =
        manager
            .post(customer + "/contacts", "{\"fields\": {\"name\": \"周海燕\", \"role\": \"采购\"}}")
            .expect(201)
            .created();
    UUID date =
        manager
            .post(
                customer + "/dates",
                """
                {"kind": "birthday", "date": "1980-05-01", "calendar": "lunar", "contact": "%s"}
                """
                    .formatted(contact))
            .expect(201)
            .created();
    Answer followUp =
        manager
            .post(
                customer + "/follow-ups",
                """
                {"medium": "visit", "occurredAt": "%s", "rep": "%s", "summary": "货架整齐",
                 "outcome": "reached", "nextStep": {"what": "带样品", "due": "2027-01-31"}}
                """
                    .formatted(Instant.now().minusMillis(1), rep))
            .expect(201);

    Answer profile = seen(followUp);
    assertThat(profile.text("/contacts/0/fields/name")).isEqualTo("周海燕");
    assertThat(profile.text("/dates/0/calendar")).isEqualTo("lunar");
    assertThat(profile.text("/openSteps/0/what")).isEqualTo("带样品");

    manager
        .patch(
            customer + "/contacts/" + contact, profile.etag(), "{\"fields\": {\"role\": \"总监\"}}")
        .expect(200);
    manager.delete(customer + "/dates/" + date, "*").expect(200);
    Answer done =
        manager
            .post(customer + "/follow-ups/" + followUp.created() + "/done", "{\"note\": \"ok\"}")
            .expect(200);
    Answer after = seen(done);
    assertThat(after.text("/contacts/0/fields/role")).isEqualTo("总监");
    assertThat(after.at("/dates").size()).isZero();
    assertThat(after.at("/openSteps").size()).isZero();
    Answer followUps = manager.get(customer + "/history?family=follow-up&limit=1").expect(200);
    assertThat(followUps.at("/events").size()).isEqualTo(1);
    String next = followUps.text("/next");
    manager.get(customer + "/history?family=follow-up&limit=1&cursor=" + next).expect(200);
    manager
        .get(customer + "/history?family=follow-up&limit=1&cursor=x" + next)
        .expectProblem(400, "cursor-invalid");
    new Oracle(manager).check(registered.id(), random);
  }

  @Test
  void ownershipMovesNowBackAheadAndThroughThePool() {
    UUID li = rep("李娜");
    UUID wang = rep("王伟");
    Answer registered =
        manager
            .post(
                "/api/customers",
                registration(li, name(), phone())
                    .replace("\"kind\"", "\"effectiveAt\": \"2025-01-01T00:00:00Z\", \"kind\""))
            .expect(201);
    String customer = "/api/customers/" + registered.id();
    manager.post(customer + "/transfer", "{\"to\": \"%s\"}".formatted(wang)).expect(422);
    manager
        .post(customer + "/transfer", move("to", li, Instant.now(), "again"))
        .expectProblem(409, "already-owner");
    Instant back = Instant.now().minus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Instant ahead = Instant.now().plus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    manager.post(customer + "/transfer", move("to", wang, back, "agreed earlier")).expect(200);
    manager.post(customer + "/transfer", move("to", li, ahead, "from next month")).expect(200);
    manager
        .post(customer + "/release", "{\"pool\": \"华东公海\", \"reason\": \"no orders\"}")
        .expect(200);
    Answer claimed =
        custody
            .client("rep:" + li)
            .post(customer + "/claim", "{\"reason\": \"knows them\"}")
            .expect(200);

    assertThat(seen(claimed).text("/holder/rep")).isEqualTo(li.toString());
    assertThat(manager.get(customer + "?asOf=" + back).text("/holder/rep"))
        .isEqualTo(wang.toString());
    JsonNode owners = manager.get(customer + "/owners").expect(200).at("/owners");
    assertThat(owners.valueStream().map(it -> it.path("holder").toString()))
        .anyMatch(holder -> holder.contains("华东公海"))
        .hasSizeGreaterThanOrEqualTo(4);
    assertThat(manager.get("/api/reps/" + wang + "/customers?asOf=" + back).expect(200).text())
        .contains(registered.id().toString());
    Answer timeline = manager.get("/api/reps/" + li + "/timeline").expect(200);
    assertThat(timeline.at("/timeline").valueStream().map(it -> it.path("what").asString()))
        .contains("ownership-began", "ownership-ended");
    new Oracle(manager).check(registered.id(), random);
  }

  @Test
  void whoHasLeftGetsNoCustomer() {
    UUID rep = rep("Leaver");
    manager.post("/api/reps/" + rep + "/leaving", "{\"lastDay\": \"2026-12-31\"}").expect(200);
    manager.post("/api/reps/" + rep + "/left", "{}").expect(200);
    assertThat(register(rep, name(), phone()).status()).isBetween(409, 422);
    register(UUID.randomUUID(), name(), phone()).expectProblem(409, "unknown-rep");
  }

  /// Whoever asks after the answer to what ended their access is refused: who owns what is waited
  /// for. Only that an account has ended must come to the other processes as a notice.
  @Test
  void accessEndsWithTheEventThatEndsIt() {
    List<UUID> reps = List.of(rep("赵敏"), rep("Marco"));
    List<Client> clients = reps.stream().map(it -> only(it)).toList();
    Answer moved = register(reps.getFirst(), name(), phone()).expect(201);
    String customer = "/api/customers/" + moved.id();
    List<Double> delays = new ArrayList<>();
    for (int i = 1; i <= MOVES; i++) {
      Client former = clients.get((i - 1) % 2);
      former.get(customer + "?atLeast=" + moved.version()).expect(200);
      String move = "{\"to\": \"%s\", \"reason\": \"to and fro\"}".formatted(reps.get(i % 2));
      moved = manager.post(customer + "/transfer", move).expect(200);
      long acknowledged = System.nanoTime();
      former.get(customer).expectProblem(404, "customer-not-found");
      delays.add((System.nanoTime() - acknowledged) / 1e6);
      former.get(customer + "/history").expectProblem(404, "customer-not-found");
      former
          .patch(customer, "*", "{\"fields\": {\"region\": \"华南\"}}")
          .expectProblem(404, "customer-not-found");
      assertThat(former.get("/api/customers?limit=1000").expect(200).text())
          .doesNotContain(moved.id().toString());
      clients.get(i % 2).get(customer).expect(200);
    }
    delays.sort(null);
    System.out.printf(
        "%s: moved to refused, the refused request included: median %.1f, at most %.1f ms of %d%n",
        custody, delays.get(MOVES / 2), delays.getLast(), MOVES);

    UUID leaver = rep("Leaver");
    Client leaves = only(leaver);
    leaves.get("/api/customers").expect(200);
    manager.post("/api/reps/" + leaver + "/left", "{\"reason\": \"gone\"}").expect(200);
    ended(leaves, "a leaver's session");

    String name = "ends-" + UUID.randomUUID();
    Client program =
        manager.with(
            custody
                .access()
                .bearer(
                    "service:" + name,
                    new Access(Set.of(), Set.of(Scope.READ, Scope.WRITE), null, Set.of("*"))));
    program.get("/api/customers?limit=1").expect(200);
    manager.delete("/api/service-accounts/" + name, "*").expect(204);
    ended(program, "a service account");
  }

  private void ended(Client client, String what) {
    long acknowledged = System.nanoTime();
    client
        .post("/api/customers", registration(UUID.randomUUID(), name(), phone()))
        .expectProblem(401, "session-ended");
    Answer answer = client.get("/api/customers?limit=1");
    while (answer.status() == 200) {
      assertThat(System.nanoTime() - acknowledged).as(what).isLessThan(60_000_000_000L);
      answer = client.get("/api/customers?limit=1");
    }
    answer.expectProblem(401, "session-ended");
    System.out.printf(
        "%s: end of %s to refused by all processes: %.1f ms%n",
        custody, what, (System.nanoTime() - acknowledged) / 1e6);
  }

  /// This rep, who may do what reps may.
  private Client only(UUID rep) {
    return manager.with(
        custody
            .access()
            .bearer(
                "rep:" + rep, new Access(Set.of(Role.REP), Set.of(), new RepId(rep), Set.of())));
  }

  @Test
  void aMistakeIsVoidedAndWhatWasKnownStaysAnswerable() {
    Answer registered = register(rep("张敏"), name(), phone()).expect(201);
    String customer = "/api/customers/" + registered.id();
    Answer wrong =
        manager.patch(customer, "\"1\"", "{\"fields\": {\"region\": \"火星\"}}").expect(200);
    Instant known = Instant.parse(seen(wrong).text("/knownAt"));
    String correction =
        "{\"event\": \"%s\", \"reason\": \"typing error\"}".formatted(wrong.events().getFirst());
    Answer voided = manager.post(customer + "/corrections", correction).expect(200);

    assertThat(seen(voided).text("/fields/region")).isEqualTo("华东");
    assertThat(manager.get(customer + "?knownAt=" + known).text("/fields/region")).isEqualTo("火星");
    manager.post(customer + "/corrections", correction).expectProblem(409, "already-voided");
    new Oracle(manager).check(registered.id(), random);
  }

  @Test
  void customersAreFoundByCharactersPinyinAndDigits() {
    String unique = name();
    String phone = phone();
    Answer registered = register(rep("刘洋"), "东方红" + unique, phone).expect(201);
    seen(registered);
    String digits = phone.replaceAll("\\D", "");
    for (String words :
        List.of(unique.substring(1, 3), digits.substring(digits.length() - 6), "dongfang")) {
      assertThat(
              manager
                  .get("/api/customers?limit=1000&q=" + Client.query(words))
                  .expect(200)
                  .at("/customers")
                  .valueStream()
                  .map(it -> it.path("id").asString()))
          .as(words)
          .contains(registered.id().toString());
    }
  }

  @Test
  void aFileBecomesCustomersOfTheRepsItNamesOnceForAll() {
    String rep = "Importa " + name();
    UUID id = rep(rep);
    String system = "old-" + Long.toHexString(random.nextLong());
    String shop = name();
    String csv =
        """
        no;name;since;rep
        1;%1$s;05.03.2021;%2$s
        2;%1$s II;31.02.2021;%2$s
        3;%1$s III;05.03.2021;nobody
        """
            .formatted(shop, rep);
    String mapping =
        """
        {"system": "%s", "zone": "Europe/Berlin", "dates": ["dd.MM.yyyy"], "targets": [
          {"target": "customers", "key": "no", "effectiveAt": "since", "author": "rep",
           "acceptLikelyDuplicates": true, "rep": {"column": "rep", "by": "name"},
           "columns": {"kind": {"constant": "outlet"}, "name": "name"}}]}
        """
            .formatted(system);
    for (int created : new int[] {1, 0}) {
      Answer accepted =
          manager
              .upload("/api/imports", "shops.csv", csv.getBytes(StandardCharsets.UTF_8), mapping)
              .expect(202);
      awaitEnd(accepted.text("/operation"));
      Answer ended = manager.get(accepted.text("/operation")).expect(200);
      assertThat(ended.at("/detail/created").asInt()).as(ended.text()).isEqualTo(created);
      assertThat(ended.at("/detail/codes").toString())
          .isEqualTo("{\"date-invalid\":1,\"unknown-rep\":1}");
      assertThat(manager.get(accepted.text("/rejects")).expect(200).text())
          .contains("31.02.2021", "nobody");
    }

    JsonNode found = awaitFound(Client.query(shop));
    assertThat(found.at("/holder/rep").asString()).isEqualTo(id.toString());
    List<Recorded> history =
        new Oracle(manager).check(UUID.fromString(found.path("id").asString()), random);
    assertThat(history.getFirst().effectiveAt()).isEqualTo("2021-03-04T23:00:00Z");
  }

  private JsonNode awaitFound(String q) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      JsonNode found = manager.get("/api/customers?q=" + q).expect(200).at("/customers");
      if (!found.isEmpty()) {
        return found.get(0);
      }
      assertThat(System.nanoTime()).as("nobody found by %s", q).isLessThan(deadline);
      Child.pause();
    }
  }

  @Test
  void everyViewIsRebuiltWhileItServes() {
    Answer registered = register(rep("Anna"), name(), phone()).expect(201);
    String before = seen(registered).at("/fields").toString();
    Answer accepted = manager.post("/api/views/rebuild", "{}").expect(202);
    String operation = accepted.headers().firstValue("Location").orElseThrow();
    awaitEnd(operation);
    assertThat(manager.get("/api/customers/" + registered.id()).at("/fields").toString())
        .isEqualTo(before);
  }

  @Test
  void badRequestsAreRefusedAndChangeNothing() {
    UUID rep = rep("Refused");
    manager.post("/api/customers", "{").expect(400);
    assertThat(
            manager
                .post("/api/customers", "{\"kind\": \"company\", \"fields\": {}, \"nonsense\": 1}")
                .status())
        .isBetween(400, 422);
    manager
        .with("")
        .post("/api/customers", registration(rep, name(), phone()))
        .expectProblem(401, "credentials-missing");
    manager.get("/api/customers/" + UUID.randomUUID()).expectProblem(404, "customer-not-found");
    manager.get("/api/nothing").expect(404);
    assertThat(register(rep, "a\u0000b", phone()).status()).isBetween(400, 422);
  }

  @Test
  void itIsWatchedOnAnotherPortAndNobodysDataIsInTheLogs() throws Exception {
    String name = name();
    String phone = phone();
    Answer registered = register(rep("Watched"), name, phone).expect(201);
    seen(registered);
    register(rep("Watched too"), name(), phone).expect(409);

    StringBuilder metrics = new StringBuilder();
    for (URI management : custody.managements()) {
      metrics.append(text(management.resolve("/actuator/prometheus")));
      assertThat(text(management.resolve("/actuator/health"))).contains("\"status\":\"UP\"");
      assertThat(text(management.resolve("/actuator/health/liveness")))
          .doesNotContain("projection");
    }
    assertThat(metrics.toString())
        .contains("custody_commands_seconds_count", "custody_view_lag", "http_server_requests");
    assertThat(custody.log())
        .doesNotContain(name)
        .doesNotContain(phone)
        .doesNotContain(phone.replaceAll("\\D", ""));
  }

  private String text(URI uri) throws IOException, InterruptedException {
    return custody.http().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private void awaitEnd(String operation) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      Answer progress = manager.get(operation).expect(200);
      switch (progress.text("/state")) {
        case "done" -> {
          return;
        }
        case "failed" -> throw new AssertionError(progress.text());
        default -> assertThat(System.nanoTime()).as(progress.text()).isLessThan(deadline);
      }
      Child.pause();
    }
  }

  /// The profile, once it shows what the command did.
  private Answer seen(Answer command) {
    return manager
        .get("/api/customers/%s?atLeast=%d".formatted(command.id(), command.version()))
        .expect(200);
  }

  private String registered(Answer profile) {
    return manager
        .get("/api/customers/" + profile.id() + "/history")
        .expect(200)
        .text("/events/0/effectiveAt");
  }

  private UUID rep(String name) {
    return manager
        .post(
            "/api/reps",
            """
            {"name": "%s", "team": "华东", "territory": "上海",
             "effectiveAt": "2020-01-01T00:00:00+08:00"}
            """
                .formatted(name))
        .expect(201)
        .id();
  }

  private Answer register(UUID rep, String name, String phone) {
    return manager.post("/api/customers", registration(rep, name, phone));
  }

  private static String registration(UUID rep, String name, String phone) {
    return """
    {"kind": "company", "holder": {"rep": "%s"},
     "fields": {"name": "%s", "phone": "%s", "region": "华东"}}
    """
        .formatted(rep, name, phone);
  }

  private static String move(String property, UUID rep, Instant at, String reason) {
    return "{\"%s\": \"%s\", \"effectiveAt\": \"%s\", \"reason\": \"%s\"}"
        .formatted(property, rep, at, reason);
  }

  private String phone() {
    return "+86 137 %04d %04d".formatted(random.nextInt(10_000), random.nextInt(10_000));
  }

  /// Unlike any other.
  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      name.appendCodePoint(0x4e00 + random.nextInt(0x5000));
    }
    return name.toString();
  }
}

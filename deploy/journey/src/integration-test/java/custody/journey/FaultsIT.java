package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.axonserver.FakeAxonServer;
import custody.contract.Recorded;
import custody.journey.Crowd.Acknowledged;
import custody.journey.Deployment.Way;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Processes are killed under load. Afterwards what was acknowledged is there, once; a request that
/// is repeated gets its first answer; and every view says what the definition says.
class FaultsIT {
  private static final int BEFORE = 60;
  private static final int AFTER = 40;

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class Standalone {
    private final Deployment custody =
        new Deployment(
            Way.STANDALONE,
            "--spring.lifecycle.timeout-per-shutdown-phase=50s",
            "--logging.structured.format.console=ecs");

    @AfterAll
    void stop() {
      custody.close();
    }

    @Test
    @Order(1) // a process that is killed leaves half a line
    void anOrderlyStopFinishesWhatIsInFlightAndMachinesReadTheLog() throws Exception {
      survives(
          custody,
          () -> {
            try (HalfSent request = new HalfSent(custody.commands(), bearer());
                Stream<String> live = live(custody.commands())) {
              CompletableFuture<Integer> exit =
                  CompletableFuture.supplyAsync(custody.commands()::stop);
              await(() -> !custody.commands().answers(custody.http(), "/livez"));
              assertThat(request.finish()).contains("HTTP/1.1 201");
              // The stream has its proper end: otherwise this would throw.
              assertThat(live.count()).isPositive();
              assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(128 + 15); // SIGTERM
            }
            custody.commands().startAgain();
          });
      // A refused sign-in leaves a line behind.
      custody
          .stranger()
          .post("/api/session", "{\"user\":\"nobody\",\"password\":\"x\"}")
          .expect(401);
      JsonLog.check(custody.commands().log());
    }

    private String bearer() {
      return custody.access().bearer("service:desk");
    }

    private Stream<String> live(Child child) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(child.uri().resolve("/api/live"))
              .header("Authorization", bearer())
              .build();
      HttpResponse<Stream<String>> answer = custody.http().send(request, BodyHandlers.ofLines());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }

    private void await(BooleanSupplier condition) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!condition.getAsBoolean()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Child.pause();
      }
    }

    @Test
    void survivesTheKillOfItsJvm() throws Exception {
      survives(custody, this::killAndStartJvm);
    }

    @Test
    void survivesTheKillOfItsPostgres() throws Exception {
      survives(custody, () -> killPostgres(custody));
    }

    @Test
    void survivesTheKillOfBoth() throws Exception {
      survives(
          custody,
          () -> {
            killPostgres(custody);
            killAndStartJvm();
          });
    }

    private void killAndStartJvm() {
      custody.commands().kill();
      custody.commands().startAgain();
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Split {
    private final Deployment custody = new Deployment(Way.SPLIT);

    @AfterAll
    void stop() {
      custody.close();
    }

    @Test
    void survivesTheKillOfEverything() throws Exception {
      survives(
          custody,
          () -> {
            custody.queries().kill();
            custody.postgres().kill();
            custody.commands().kill();
            custody.postgres().startAgain();
            custody.commands().startAgain();
            custody.queries().startAgain();
          });
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OnAxonServer {
    private final Deployment custody = new Deployment(Way.AXON_SERVER_SPLIT);
    private final Client manager = custody.client("service:desk");

    @AfterAll
    void stop() {
      custody.close();
    }

    @Test
    void survivesTheKillOfItsCommandSideAndOfAxonServer() throws Exception {
      survives(
          custody,
          () -> {
            custody.axonServer().kill();
            custody.commands().kill();
            custody.axonServer().startAgain();
            custody.commands().startAgain();
          });
    }

    /// The process dies when its append was reserved but did not arrive; or arrived, but was not
    /// confirmed.
    @ParameterizedTest
    @EnumSource
    void whatAKilledAppendReservedHoldsOnceTheRequestIsRepeated(FakeAxonServer.Fault fault)
        throws Exception {
      String body =
          registration(
              "+86 139 1111 " + (fault == FakeAxonServer.Fault.LOSE_ANSWER ? "0001" : "0002"));
      String key = Client.newKey();
      CompletableFuture<Void> killed = new CompletableFuture<>();
      custody
          .axonServer()
          .onAppend(
              events -> {
                if (!events.getFirst().getPayload().getType().equals("customer.registered")) {
                  return null;
                }
                custody.commands().kill();
                killed.complete(null);
                return fault;
              });
      assertThatThrownBy(() -> manager.tryPost("/api/customers", body, "Idempotency-Key", key))
          .isInstanceOf(IOException.class);
      killed.get(1, TimeUnit.MINUTES);
      custody.axonServer().noFaults();
      custody.commands().startAgain();
      custody.awaitReady();
      Answer done = manager.post("/api/customers", body, "Idempotency-Key", key).expect(201);
      assertThat(registered(done.id())).isEqualTo(1);
      assertThat(manager.post("/api/customers", body, "Idempotency-Key", key).text())
          .isEqualTo(done.text());
      Answer refused = manager.post("/api/customers", body);
      refused.expectProblem(409, "duplicate-certain");
      assertThat(refused.text("/existing")).isEqualTo(done.id().toString());
    }

    @Test
    void aLostAnswerOfAxonServersIsNoticedByNobody() {
      AtomicBoolean lost = new AtomicBoolean();
      custody
          .axonServer()
          .onAppend(_ -> lost.compareAndSet(false, true) ? FakeAxonServer.Fault.LOSE_ANSWER : null);
      Answer done =
          manager
              .post("/api/customers", registration("+86 139 1111 0009"), "Idempotency-Key", "lost")
              .expect(201);
      assertThat(lost).isTrue();
      assertThat(registered(done.id())).isEqualTo(1);
      manager.get("/api/customers/" + done.id() + "?atLeast=1").expect(200);
    }

    @Test
    void whileAxonServerIsAwayWhoAsksIsToldToComeAgain() {
      custody.axonServer().kill();
      try {
        manager
            .post("/api/customers", registration("+86 139 1111 0007"))
            .expectProblem(503, "unavailable");
        // What one may see is asked of the log, so questions wait too.
        assertThat(custody.commands().answers(custody.http(), "/readyz")).isFalse();
        assertThat(custody.queries().answers(custody.http(), "/readyz")).isFalse();
      } finally {
        custody.axonServer().startAgain();
      }
      custody.awaitReady();
      manager.post("/api/customers", registration("+86 139 1111 0007")).expect(201);
    }

    private String registration(String phone) {
      return """
      {"kind": "company", "fields": {"name": "%s", "phone": "%s"}}
      """
          .formatted(Client.newKey(), phone);
    }

    private long registered(UUID customer) {
      return custody.axonServer().events("default").stream()
          .filter(event -> event.getAggregateIdentifier().equals(customer.toString()))
          .count();
    }
  }

  private interface Fault {
    void happen() throws Exception;
  }

  private static void killPostgres(Deployment custody) {
    Postgres.kill(custody.directory().resolve("data/postgres"));
  }

  private static void survives(Deployment custody, Fault fault) throws Exception {
    long seed = System.nanoTime();
    Client manager = custody.client("service:desk");
    List<UUID> reps = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      reps.add(
          manager
              .post(
                  "/api/reps",
                  """
                  {"name": "Rep %d", "team": "East", "territory": "Shanghai",
                   "effectiveAt": "2020-01-01T00:00:00Z"}
                  """
                      .formatted(i))
              .expect(201)
              .id());
    }
    List<Acknowledged> acknowledged;
    List<UUID> customers;
    int repeated;
    try (Crowd crowd = new Crowd(manager, reps, seed)) {
      crowd.awaitMore(BEFORE);
      fault.happen();
      crowd.awaitMore(AFTER);
      acknowledged = crowd.finish();
      customers = crowd.customers();
      repeated = crowd.repeated();
      assertThat(repeated).as("the fault was noticed").isPositive();
    }
    custody.awaitReady();
    System.out.printf(
        "%s: %d requests done, %d sent again, %d customers%n",
        custody, acknowledged.size(), repeated, customers.size());

    for (Acknowledged done : acknowledged) {
      Answer again =
          manager.post(
              done.request().path(),
              done.request().body(),
              "Idempotency-Key",
              done.request().key());
      if (again.status() == 403) {
        continue; // the customer moved on: what was answered then is not for who has no right now
      }
      assertThat(again.status()).as(again.text()).isEqualTo(done.answer().status());
      assertThat(again.text()).isEqualTo(done.answer().text());
    }
    Map<UUID, List<Recorded>> histories = seen(manager, acknowledged, customers, seed);
    Set<UUID> recorded =
        histories.values().stream()
            .flatMap(List::stream)
            .map(Recorded::eventId)
            .collect(Collectors.toSet());
    List<UUID> promised =
        acknowledged.stream().flatMap(it -> it.answer().events().stream()).toList();
    assertThat(new HashSet<>(promised))
        .as("each event is acknowledged once")
        .hasSameSizeAs(promised);
    assertThat(recorded)
        .as("what was acknowledged is there, and nothing twice; seed %d", seed)
        .isEqualTo(new HashSet<>(promised));
    Instant now = Instant.now();
    new Oracle(manager).checkOwnersOfAll(histories, now, now);
  }

  /// Once the views have caught up.
  private static Map<UUID, List<Recorded>> seen(
      Client client, List<Acknowledged> acknowledged, List<UUID> customers, long seed) {
    Map<UUID, Long> versions = new HashMap<>();
    acknowledged.forEach(
        done -> versions.merge(done.answer().id(), done.answer().version(), Math::max));
    Oracle oracle = new Oracle(client);
    Random random = new Random(seed);
    Map<UUID, List<Recorded>> histories = new HashMap<>();
    for (UUID customer : customers) {
      client.get("/api/customers/" + customer + "?atLeast=" + versions.get(customer)).expect(200);
      histories.put(customer, oracle.check(customer, random));
    }
    return histories;
  }
}

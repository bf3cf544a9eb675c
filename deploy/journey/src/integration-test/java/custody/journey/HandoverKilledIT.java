package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import custody.journey.Deployment.Way;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// All customers of one leaver change hands in one case and go back again, while two command sides
/// compete for it, are killed, and stand still until they are taken for dead. Whatever happens:
/// every customer has one owner, and moved once. `-Dcustody.handover.customers=10000` makes it ten
/// thousand.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandoverKilledIT {
  private static final int CUSTOMERS = Integer.getInteger("custody.handover.customers", 3_000);
  private static final int MOVED_MEANWHILE = 12;
  private static final int TOUCHED = 9;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> REGIONS = List.of("华东", "华北", "华南", "西南");

  private final Deployment custody =
      new Deployment(
          Way.SPLIT,
          "--custody.schedule.poll=200ms",
          "--custody.schedule.heartbeat=500ms",
          "--custody.schedule.missed-heartbeats=4");
  private final Child one = custody.commands();
  private final Child other = custody.competitor();
  private final Client crm = custody.client("service:crm");
  private final Client manager = custody.client("user:manager");
  private Instant step = Instant.now();

  @AfterAll
  void stop() {
    other.close();
    custody.close();
  }

  @Test
  void customersMoveOnceEachWhoeverIsKilled() throws Exception {
    String leaver = rep("韩梅梅");
    List<String> receivers = new ArrayList<>();
    for (int i = 0; i < REGIONS.size(); i++) {
      receivers.add(rep("接手人" + i));
    }
    ended(imported(leaver));
    took("import");

    String path = "/api/handovers/" + opened(leaver);
    JsonNode preview = planned(path, receivers);
    took("plan and preview");
    assertThat(preview.at("/customers").asInt()).isEqualTo(CUSTOMERS);
    assertThat(preview.at("/receivers")).hasSize(5);
    custody
        .client("user:boss")
        .post(path + "/approve", "{\"digest\":\"%s\"}".formatted(preview.at("/digest").asString()))
        .expect(200);
    took("approve");
    eventually(() -> page(path, "planned", MOVED_MEANWHILE).customers().size() == MOVED_MEANWHILE);
    for (JsonNode row : page(path, "planned", MOVED_MEANWHILE).customers()) {
      crm.post(
              "/api/customers/" + row.at("/customer").asString() + "/release",
              "{\"reason\":\"自己要走\"}")
          .expect(200);
    }

    String execution = manager.post(path + "/execute", "{}").expect(202).text("/operation");
    disturbed(execution);
    eventually(() -> manager.get(path).text("/handover/status").equals("completed"));
    took("execute");
    assertThat(ownerless()).isZero();
    assertThat(moves()).isEqualTo(Map.of(1L, (long) CUSTOMERS));
    JsonNode report = manager.get(path + "/report").expect(200).json();
    assertThat(report.at("/moved").asInt()).isEqualTo(CUSTOMERS - MOVED_MEANWHILE);
    assertThat(report.at("/leftAlone/moved-meanwhile").asInt()).isEqualTo(MOVED_MEANWHILE);
    int received = 0;
    for (JsonNode receiver : report.at("/receivers")) {
      received += receiver.at("/customers").asInt();
    }
    assertThat(received).isEqualTo(CUSTOMERS - MOVED_MEANWHILE);
    assertThat(all(path)).isEqualTo(Map.of("moved", received, "failed", MOVED_MEANWHILE));
    took("report and " + CUSTOMERS + " fates by pages");

    JsonNode briefing =
        manager.get(path + "/briefing?receiver=" + receivers.getFirst()).expect(200).json();
    assertThat(briefing.at("/toContact").asInt()).isGreaterThan(CUSTOMERS / 5);
    assertThat(briefing.at("/customers")).hasSize(100);
    assertThat(briefing.at("/customers/0/promises/0/what").asString()).startsWith("寄样品");
    took("briefing");

    for (JsonNode row : page(path, "moved", TOUCHED).customers()) {
      crm.post(
              "/api/customers/" + row.at("/customer").asString() + "/follow-ups",
              "{\"medium\":\"call\",\"occurredAt\":\"%s\",\"rep\":\"%s\",\"summary\":\"问候\"}"
                  .formatted(Instant.now(), receivers.getFirst()))
          .expect(201);
    }
    String undo =
        manager.post(path + "/undo", "{\"reason\":\"她留下了\"}").expect(202).text("/operation");
    disturbed(undo);
    eventually(() -> manager.get(path).text("/handover/status").equals("undone"));
    took("undo");
    int returned = CUSTOMERS - MOVED_MEANWHILE - TOUCHED;
    assertThat(ownerless()).isZero();
    assertThat(moves())
        .isEqualTo(Map.of(1L, (long) MOVED_MEANWHILE + TOUCHED, 2L, (long) returned));
    assertThat(all(path))
        .isEqualTo(Map.of("failed", MOVED_MEANWHILE, "kept", TOUCHED, "returned", returned));
    assertThat(manager.get(path).at("/remaining").asInt()).isEqualTo(returned);
    assertThat(custody.log() + other.log()).doesNotContain("OutOfMemoryError");
  }

  private String rep(String name) {
    return crm.post(
            "/api/reps",
            "{\"name\":\"%s\",\"team\":\"East\",\"territory\":\"上海\",\"effectiveAt\":\"2026-01-01T00:00:00Z\"}"
                .formatted(name))
        .expect(201)
        .text("/id");
  }

  /// A fortieth of them with something promised.
  private String imported(String leaver) {
    StringBuilder file = new StringBuilder("key,name,region,grade,promise,owner\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      file.append(
          "%d,店 %d 号,%s,%s,%s,%s\n"
              .formatted(
                  i,
                  i,
                  REGIONS.get(i % 4),
                  i % 10 == 0 ? "A" : "C",
                  i % 40 == 0 ? "寄样品" : "",
                  leaver));
    }
    String mapping =
        """
        {"system": "old-crm", "zone": "Asia/Shanghai", "targets": [
          {"target": "customers", "key": "key", "effectiveAt": {"constant": "2026-02-01"},
           "rep": {"column": "owner", "by": "id"}, "acceptLikelyDuplicates": true,
           "reason": "十年的客户",
           "columns": {"kind": {"constant": "outlet"}, "name": "name", "region": "region",
             "grade": "grade"}},
          {"target": "follow-ups", "key": "key", "when": {"column": "promise"}, "customer": "key",
           "rep": {"column": "owner", "by": "id"}, "effectiveAt": {"constant": "2026-03-01"},
           "columns": {"medium": {"constant": "visit"}, "summary": "promise",
             "nextStep": "promise", "nextStepDue": {"constant": "2026-03-09"}}}]}
        """;
    return manager
        .upload(
            "/api/imports",
            "customers.csv",
            file.toString().getBytes(StandardCharsets.UTF_8),
            mapping)
        .expect(202)
        .text("/operation");
  }

  private String opened(String leaver) {
    return manager
        .post(
            "/api/handovers",
            "{\"cause\":\"leaving\",\"from\":[\"%s\"],\"lastDay\":\"2099-12-31\",\"reason\":\"离职\"}"
                .formatted(leaver))
        .expect(201)
        .text("/id");
  }

  /// By region, one with room for fewer than there are; what nobody gets goes to a pool.
  private JsonNode planned(String path, List<String> receivers) {
    long version =
        manager
            .post(
                path + "/plan",
                """
                {"receivers":[{"rep":"%1$s","capacity":%5$d},{"rep":"%2$s"},{"rep":"%3$s"},{"rep":"%4$s"}],
                 "splits":[
                   {"by":"field","field":"region","choices":[{"values":["华东"],"to":["%1$s"]},
                     {"values":["华北"],"to":["%2$s"]}]},
                   {"by":"field","field":"region","choices":[{"values":["华南"],"to":["%3$s","%4$s"]}]}],
                 "restTo":"公海","firstContactDays":3}
                """
                    .formatted(
                        receivers.get(0),
                        receivers.get(1),
                        receivers.get(2),
                        receivers.get(3),
                        CUSTOMERS / 4 - CUSTOMERS / 100))
            .expect(200)
            .version();
    String preview = path + "/preview?atLeast=" + version;
    // The views may still be taking in what was imported.
    eventually(() -> manager.get(preview).status() == 200);
    return manager.get(preview).expect(200).json();
  }

  /// Lets it come to its end, but not in peace.
  private void disturbed(String operation) {
    reached(operation, 5);
    one.kill();
    one.startAgain();
    reached(operation, 20);
    other.kill();
    one.kill();
    one.startAgain();
    reached(operation, 40);
    other.startAgain();
    other.awaitReady(custody.http());
    // It stands still in the middle of a part and is taken for dead. When it goes on, two are at
    // it.
    one.freeze();
    try {
      reached(operation, 60);
    } finally {
      one.thaw();
    }
    ended(operation);
    one.awaitReady(custody.http());
  }

  private void reached(String operation, int percent) {
    eventually(
        () -> {
          JsonNode progress = manager.get(operation).json();
          return progress.at("/total").asLong(0) > 0
              && progress.at("/done").asLong() * 100 >= progress.at("/total").asLong() * percent;
        });
  }

  private void ended(String operation) {
    eventually(() -> !manager.get(operation).text("/state").equals("running"));
    Answer answer = manager.get(operation);
    assertThat(answer.text("/state")).as(answer.text()).isEqualTo("done");
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("has come true in time").isLessThan(deadline);
      Child.pause();
    }
  }

  private record Page(List<JsonNode> customers, String next) {}

  private Page page(String path, String state, int limit) {
    return page(path + "/customers?state=" + state + "&limit=" + limit);
  }

  private Page page(String path) {
    Answer answer = manager.get(path).expect(200);
    return new Page(answer.at("/customers").valueStream().toList(), answer.text("/next"));
  }

  /// How many customers of the case have come to what, by its pages.
  private Map<String, Integer> all(String path) {
    Map<String, Integer> states = new TreeMap<>();
    String first = path + "/customers?limit=1000";
    Page page = page(first);
    while (true) {
      page.customers().forEach(row -> states.merge(row.at("/state").asString(), 1, Integer::sum));
      if (page.next().isEmpty()) {
        return states;
      }
      page = page(first + "&cursor=" + Client.query(page.next()));
    }
  }

  /// Customers that have no owner and pool now, or more than one.
  private long ownerless() throws SQLException {
    return counts(
            """
            SELECT 1, count(*) FROM custody.event r
            WHERE r.name = 'customer.registered' AND 1 <> (
              SELECT count(*) FROM view_ownership.held h WHERE h.customer = r.stream
                AND h.known_to = 'infinity' AND h.valid_from <= now() AND h.valid_to > now())
            """)
        .getOrDefault(1L, 0L);
  }

  /// How many customers changed hands how often.
  private Map<Long, Long> moves() throws SQLException {
    return counts(
        """
        SELECT moves, count(*) FROM (
          SELECT count(*) AS moves FROM custody.event WHERE name LIKE 'ownership.%' GROUP BY stream) m
        GROUP BY 1
        """);
  }

  private Map<Long, Long> counts(String sql) throws SQLException {
    Map<Long, Long> counts = new TreeMap<>();
    try (Connection db = custody.database().getConnection();
        Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        counts.put(row.getLong(1), row.getLong(2));
      }
    }
    return counts;
  }

  private void took(String what) {
    Instant now = Instant.now();
    System.out.printf("%s: %d ms%n", what, Duration.between(step, now).toMillis());
    step = now;
  }
}

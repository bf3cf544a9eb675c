package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A leaver's customers, from the opening of the case to its report, as a user's program does it.
class HandoverCaseIT {
  private static final String LONG_AGO = "2026-01-01T00:00:00Z";

  @TempDir static Path directory;
  private static Standalone custody;

  @BeforeAll
  static void start() {
    custody = Standalone.start(directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    custody.close();
  }

  @Test
  void aLeaversCustomersAreInGoodHandsTheSameDay() {
    String leaver = rep("韩梅梅");
    String wang = rep("王芳");
    String zhao = rep("赵 <b>云</b>");
    Map<String, String> regions = new HashMap<>();
    List<String> customers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String region = List.of("East", "West", "North").get(i % 3);
      String customer =
          post(
                  "/api/customers",
                  """
                  {"kind":"outlet","fields":{"name":"店 %d <script>","region":"%s"},
                   "classification":{"grade":"%s","colour":"#d92d20"},
                   "holder":{"rep":"%s"},"despiteLikelyDuplicates":true,"reason":"十二家店",
                   "effectiveAt":"%s"}
                  """
                      .formatted(i, region, i == 0 ? "A" : "C", leaver, LONG_AGO),
                  201)
              .get("id")
              .asString();
      customers.add(customer);
      regions.put(customer, region);
    }
    String first = customers.getFirst();
    // What is promised, complained of and remembered moves along.
    post(
        "/api/customers/" + first + "/follow-ups",
        """
        {"medium":"visit","occurredAt":"%s","rep":"%s","summary":"谈新品 & 价格",
         "nextStep":{"what":"寄样品","due":"2020-01-01"}}
        """
            .formatted(Instant.now().minus(Duration.ofDays(9)), leaver),
        201);
    post(
        "/api/customers/" + first + "/complaints",
        "{\"category\":\"delivery\",\"severity\":\"high\",\"summary\":\"迟到两天\"}",
        201);
    post(
        "/api/customers/" + first + "/dates",
        "{\"kind\":\"contract-end\",\"date\":\"%s\",\"calendar\":\"solar\",\"yearly\":false,\"remindDaysBefore\":7}"
            .formatted(LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).plusDays(3)),
        201);
    // Zhao has been there before.
    String known = customers.get(2);
    for (int i = 0; i < 2; i++) {
      post(
          "/api/customers/" + known + "/follow-ups",
          "{\"medium\":\"call\",\"occurredAt\":\"%s\",\"rep\":\"%s\",\"summary\":\"问候\"}"
              .formatted(Instant.now().minus(Duration.ofDays(20 + i)), zhao),
          201);
    }
    post("/api/reps/" + leaver + "/leaving", "{\"lastDay\":\"2099-12-31\"}", 200);

    String path =
        "/api/handovers/"
            + post(
                    "/api/handovers",
                    "{\"cause\":\"leaving\",\"from\":[\"%s\"],\"lastDay\":\"2099-12-31\",\"reason\":\"离职\"}"
                        .formatted(leaver),
                    201)
                .get("id")
                .asString();
    JsonNode planned =
        post(
            path + "/plan",
            """
            {"receivers":[{"rep":"%1$s","capacity":3},{"rep":"%2$s"}],
             "splits":[{"by":"relationship","atLeast":2},
               {"by":"field","field":"region","choices":[{"values":["East"],"to":["%1$s"]},
                 {"values":["West"],"to":["%2$s"]}]}],
             "exceptions":[{"customers":["%3$s"],"to":{"pool":"vip"}}],
             "firstContactDays":2}
            """
                .formatted(wang, zhao, customers.get(4)),
            200);

    JsonNode preview = get(path + "/preview?atLeast=" + planned.get("version").asInt(), 200);
    Map<String, Integer> numbers = new TreeMap<>();
    preview
        .get("receivers")
        .forEach(
            it -> {
              JsonNode to = it.get("to");
              numbers.put(
                  to.has("pool") ? to.get("pool").asString() : to.get("rep").asString(),
                  it.get("customers").asInt());
            });
    assertThat(numbers).isEqualTo(Map.of(wang, 3, zhao, 4, "vip", 1));
    assertThat(preview.at("/unplaced/nobody-fits").asInt()).isEqualTo(3);
    assertThat(preview.at("/unplaced/no-room").asInt()).isEqualTo(1);
    assertThat(preview.at("/changes/gone").asInt()).isZero();
    JsonNode rows = get(path + "/preview/customers?limit=1000", 200).get("customers");
    assertThat(rows).hasSize(12);
    rows.forEach(
        row -> {
          if (row.get("customer").asString().equals(known)) {
            assertThat(row.at("/why/by").asString()).isEqualTo("relationship");
            assertThat(row.at("/why/followUps").asInt()).isEqualTo(2);
          }
          if (row.at("/why/by").asString().equals("field")) {
            assertThat(row.at("/why/value").asString())
                .isEqualTo(regions.get(row.get("customer").asString()));
          }
        });

    // Somebody else moves one of them, which the preview then says.
    String taken = customers.get(1);
    post("/api/customers/" + taken + "/release", "{\"reason\":\"自己要走\"}", 200);
    eventually(() -> get(path + "/preview", 200).at("/changes/gone").asInt() == 1);

    String digest = "{\"digest\":\"" + preview.get("digest").asString() + "\"}";
    assertThat(post(path + "/approve", digest, 409).get("code").asString())
        .isEqualTo("second-person-needed");
    send("POST", path + "/approve", digest, "user:boss", 200);
    String operation = post(path + "/execute", "{}", 202).get("operation").asString();
    eventually(() -> get(operation, 200).get("state").asString().equals("done"));
    assertThat(get(operation, 200).at("/detail/done").asInt()).isEqualTo(7);
    eventually(() -> get(path, 200).at("/handover/status").asString().equals("completed"));
    assertThat(get(path, 200).get("remaining").asInt()).isEqualTo(4);

    JsonNode briefing = get(path + "/briefing?receiver=" + wang, 200);
    assertThat(briefing.get("total").asInt()).isEqualTo(3);
    assertThat(briefing.get("toContact").asInt()).isEqualTo(3);
    JsonNode urgent = briefing.get("customers").get(0);
    assertThat(urgent.get("customer").asString()).isEqualTo(first);
    assertThat(urgent.get("why").toString())
        .contains("complaint", "overdue-step", "date-soon", "important");
    assertThat(urgent.at("/promises/0/what").asString()).isEqualTo("寄样品");
    assertThat(urgent.at("/promises/0/overdue").asBoolean()).isTrue();
    assertThat(urgent.at("/complaints/0/summary").asString()).isEqualTo("迟到两天");
    assertThat(urgent.at("/lastContacts/0/summary").asString()).isEqualTo("谈新品 & 价格");
    assertThat(urgent.at("/knownBy/0/who").asString()).isEqualTo("rep:" + leaver);
    assertThat(urgent.get("missing").toString()).contains("phone");

    String page =
        custody
            .get(
                "user:manager",
                path + "/briefing?receiver=" + zhao,
                "Accept",
                "text/html",
                "Accept-Language",
                "zh-CN")
            .expect(200)
            .text();
    assertThat(page)
        .contains("交接简报", "赵 &lt;b&gt;云&lt;/b&gt;", "&lt;script&gt;", "韩梅梅")
        .doesNotContain("<script>", "<b>云");

    // A call later, one fewer waits for it.
    post(
        "/api/customers/" + first + "/follow-ups",
        "{\"medium\":\"call\",\"occurredAt\":\"%s\",\"rep\":\"%s\",\"summary\":\"自我介绍\"}"
            .formatted(Instant.now(), wang),
        201);
    eventually(() -> get(path + "/briefing?receiver=" + wang, 200).get("toContact").asInt() == 2);
    post(
        "/api/customers/" + known + "/churn",
        "{\"reason\":\"price\",\"yearlyCost\":{\"amount\":1200.50,\"currency\":\"CNY\"}}",
        200);
    eventually(() -> get(path + "/report", 200).get("churn").size() == 1);
    JsonNode report = get(path + "/report", 200);
    assertThat(report.at("/churn/0/owner/rep").asString()).isEqualTo(zhao);
    assertThat(report.at("/churn/0/yearlyCost/CNY").decimalValue()).isEqualByComparingTo("1200.50");
    assertThat(report.at("/leftAlone/moved-meanwhile").asInt()).isEqualTo(1);
    report
        .get("receivers")
        .forEach(
            it -> {
              if (it.at("/to/rep").asString("").equals(wang)) {
                assertThat(it.get("contacted").asInt()).isEqualTo(1);
                assertThat(it.get("inTime").asInt()).isEqualTo(1);
              }
              assertThat(it.at("/after/0/lost").isMissingNode()).isTrue();
            });

    // Undone: those two were touched, all others go back.
    String undo = post(path + "/undo", "{\"reason\":\"留下了\"}", 202).get("operation").asString();
    eventually(() -> get(undo, 200).get("state").asString().equals("done"));
    eventually(() -> get(path, 200).at("/handover/status").asString().equals("undone"));
    JsonNode fates = get(path + "/customers", 200).get("customers");
    Map<String, Integer> states = new TreeMap<>();
    fates.forEach(it -> states.merge(it.get("state").asString(), 1, Integer::sum));
    assertThat(states).isEqualTo(Map.of("failed", 1, "kept", 2, "returned", 5));
    assertThat(get("/api/reps/" + leaver + "/customers?limit=1000", 200).get("owners").size())
        .isEqualTo(9);
    post(path + "/close", "{}", 200);
    eventually(() -> get("/api/handovers?status=closed", 200).get("handovers").size() == 1);
  }

  /// A case that was carried out on paper half a year ago and is recorded now.
  @Test
  void theReportTellsWhatWasLostAndKeptAfter30And90And180Days() {
    Instant moved = Instant.now().minus(Duration.ofDays(200)).truncatedTo(ChronoUnit.SECONDS);
    String joined = moved.minus(Duration.ofDays(100)).toString();
    String leaver = rep("李雷", joined);
    String receiver = rep("王芳", joined);
    String later = rep("赵云", joined);
    List<String> customers = customers(leaver, 5, joined);
    String path = approved(leaver, receiver);
    String operation =
        post(path + "/execute", "{\"effectiveAt\":\"" + moved + "\"}", 202)
            .get("operation")
            .asString();
    eventually(() -> get(operation, 200).get("state").asString().equals("done"));

    // One lost and won back; one that the receiver had passed on when it was lost.
    lost(customers.getFirst(), moved.plus(Duration.ofDays(20)), 100);
    post(
        "/api/customers/" + customers.getFirst() + "/won-back",
        "{\"effectiveAt\":\"" + moved.plus(Duration.ofDays(60)) + "\"}",
        200);
    post(
        "/api/customers/" + customers.get(1) + "/transfer",
        "{\"to\":\"%s\",\"reason\":\"换人\",\"effectiveAt\":\"%s\"}"
            .formatted(later, moved.plus(Duration.ofDays(95))),
        200);
    lost(customers.get(1), moved.plus(Duration.ofDays(100)), 50);
    // One called in time, one too late.
    called(customers.get(2), receiver, moved.plus(Duration.ofDays(1)));
    called(customers.get(3), receiver, moved.plus(Duration.ofDays(10)));

    eventually(
        () ->
            get(path + "/report", 200).get("churn").size() == 2
                && get(path + "/report", 200).at("/receivers/0/contacted").asInt() == 2);
    JsonNode report = get(path + "/report", 200);
    assertThat(report.get("receivers")).hasSize(1);
    JsonNode receiving = report.at("/receivers/0");
    assertThat(receiving.get("inTime").asInt()).isEqualTo(1);
    assertThat(receiving.get("overdue").asInt()).isEqualTo(3);
    assertThat(receiving.get("after"))
        .hasToString(
            "[{\"days\":30,\"kept\":4,\"lost\":1},{\"days\":90,\"kept\":5,\"lost\":0},"
                + "{\"days\":180,\"kept\":4,\"lost\":1}]");
    Map<String, String> costs = new HashMap<>();
    report
        .get("churn")
        .forEach(
            it -> costs.put(it.at("/owner/rep").asString(), it.at("/yearlyCost/CNY").asString()));
    assertThat(costs).isEqualTo(Map.of(receiver, "100", later, "50"));
    JsonNode before = get(path + "/report?asOf=" + moved.plus(Duration.ofDays(89)), 200);
    assertThat(before.at("/receivers/0/after"))
        .hasToString("[{\"days\":30,\"kept\":4,\"lost\":1},{\"days\":90},{\"days\":180}]");
    assertThat(before.get("churn")).hasSize(1);
  }

  @Test
  void aCaseDatedAheadMovesByItselfAtItsTime() {
    String leaver = rep("李雷");
    String receiver = rep("王芳");
    List<String> customers = customers(leaver, 3, LONG_AGO);
    String path = approved(leaver, receiver);
    Instant at = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
    String operation =
        post(path + "/execute", "{\"effectiveAt\":\"" + at + "\"}", 202)
            .get("operation")
            .asString();
    eventually(() -> get(operation, 200).get("state").asString().equals("done"));
    assertThat(Instant.now()).isAfterOrEqualTo(at);
    for (String customer : customers) {
      String owners = "/api/customers/" + customer + "/owners";
      eventually(() -> get(owners, 200).get("owners").size() == 2);
      assertThat(get(owners, 200).at("/owners/1/holder/rep").asString()).isEqualTo(receiver);
      assertThat(Instant.parse(get(owners, 200).at("/owners/1/from").asString())).isEqualTo(at);
    }
  }

  private static List<String> customers(String owner, int number, String since) {
    List<String> customers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      customers.add(
          post(
                  "/api/customers",
                  """
                  {"kind":"outlet","fields":{"name":"铺 %d"},"holder":{"rep":"%s"},
                   "despiteLikelyDuplicates":true,"reason":"已有的客户","effectiveAt":"%s"}
                  """
                      .formatted(i, owner, since),
                  201)
              .get("id")
              .asString());
    }
    return customers;
  }

  /// A case that gives everything to one, ready to be carried out.
  private static String approved(String leaver, String receiver) {
    String path =
        "/api/handovers/"
            + post(
                    "/api/handovers",
                    "{\"cause\":\"leaving\",\"from\":[\"%s\"],\"lastDay\":\"2099-12-31\",\"reason\":\"离职\"}"
                        .formatted(leaver),
                    201)
                .get("id")
                .asString();
    int version =
        post(
                path + "/plan",
                "{\"receivers\":[{\"rep\":\"%s\"}],\"splits\":[{\"by\":\"round-robin\"}],\"firstContactDays\":2}"
                    .formatted(receiver),
                200)
            .get("version")
            .asInt();
    String digest = get(path + "/preview?atLeast=" + version, 200).get("digest").asString();
    send("POST", path + "/approve", "{\"digest\":\"" + digest + "\"}", "user:boss", 200);
    return path;
  }

  private static void lost(String customer, Instant at, int cost) {
    post(
        "/api/customers/" + customer + "/churn",
        "{\"reason\":\"price\",\"yearlyCost\":{\"amount\":%d,\"currency\":\"CNY\"},\"effectiveAt\":\"%s\"}"
            .formatted(cost, at),
        200);
  }

  private static void called(String customer, String rep, Instant at) {
    post(
        "/api/customers/" + customer + "/follow-ups",
        "{\"medium\":\"call\",\"occurredAt\":\"%s\",\"rep\":\"%s\",\"summary\":\"自我介绍\"}"
            .formatted(at, rep),
        201);
  }

  private static String rep(String name) {
    return rep(name, LONG_AGO);
  }

  private static String rep(String name, String since) {
    return post(
            "/api/reps",
            "{\"name\":\"%s\",\"team\":\"East\",\"territory\":\"Shanghai\",\"effectiveAt\":\"%s\"}"
                .formatted(name, since),
            201)
        .get("id")
        .asString();
  }

  private static JsonNode post(String path, String body, int status) {
    // Cases are people's; the facts of the day come from the company's programs.
    String actor = path.startsWith("/api/handovers") ? "user:manager" : "service:crm";
    return send("POST", path, body, actor, status);
  }

  private static JsonNode get(String path, int status) {
    return send("GET", path, "", "user:manager", status);
  }

  private static JsonNode send(String method, String path, String body, String actor, int status) {
    Standalone.Answer answer =
        method.equals("GET") ? custody.get(actor, path) : custody.post(actor, path, body);
    return answer.expect(status).json();
  }

  private static void eventually(java.util.function.BooleanSupplier condition) {
    Standalone.eventually(condition);
  }
}

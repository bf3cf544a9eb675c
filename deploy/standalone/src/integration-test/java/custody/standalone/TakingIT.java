package custody.standalone;

import static custody.standalone.Standalone.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import custody.standalone.Standalone.Answer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may be opened and taken along: so much a day, by those who stay, and never unnoticed.
class TakingIT {
  private static final String DESK = "service:desk";
  private static final String[] WHY = {"Custody-Reason", "%E5%AE%A2%E6%88%B7%E6%9D%A5%E7%94%B5"};
  private static final String[] LINES = {"Accept", "application/x-ndjson"};

  @TempDir static Path directory;
  private static Standalone custody;

  @BeforeAll
  static void start() {
    custody =
        Standalone.start(
            directory.resolve("data"),
            "--custody.daily-limits.rep.reveals=5",
            "--custody.daily-limits.rep.exports=3",
            "--custody.unusual-looks.every=500ms",
            "--custody.unusual-looks.floor=2");
    custody.account(
        "user:east-manager", new Access(Set.of(Role.MANAGER), Set.of(), null, Set.of("East")));
    custody.account(
        "user:west-manager", new Access(Set.of(Role.MANAGER), Set.of(), null, Set.of("West")));
    custody.account("service:crm", new Access(Set.of(), Set.of(Scope.READ), null, Set.of("*")));
  }

  @AfterAll
  static void stop() {
    custody.close();
  }

  private static String rep(String team) {
    String id =
        custody
            .post(
                DESK,
                "/api/reps",
                "{\"name\":\"r\",\"team\":\"%s\",\"territory\":\"t\"}".formatted(team))
            .expect(201)
            .id();
    String rep = "rep:" + id;
    custody.account(rep, new Access(Set.of(Role.REP), Set.of(), RepId.of(id), Set.of()));
    return rep;
  }

  private static String customer(String holder, String phone) {
    return custody
        .post(
            DESK,
            "/api/customers",
            """
            {"kind":"company","despiteLikelyDuplicates":true,"reason":"r","holder":%s,"fields":{"name":"Opened %s","phone":"+86571%s"}}
            """
                .formatted(holder, Integer.toHexString(phone.hashCode()), phone))
        .expect(201)
        .id();
  }

  private static String pooled(int number) {
    return customer("{\"pool\":\"public\"}", "8712%04d".formatted(number));
  }

  private static String of(String rep) {
    return "{\"rep\":\"" + rep.replace("rep:", "") + "\"}";
  }

  private static String code(Answer answer) {
    return answer.json().path("code").asString("");
  }

  private static List<String> log(String actor, String which) {
    return custody
        .jdbc()
        .sql("SELECT operation FROM custody.access_log WHERE actor = ? AND " + which)
        .param(actor)
        .query(String.class)
        .list();
  }

  /// As the list of alerts and the inbox say alike; one may come while the two are asked.
  private static List<String> alertsFor(String manager) {
    eventually(() -> inInbox(manager).equals(listed(manager)));
    return listed(manager);
  }

  private static List<String> listed(String manager) {
    return custody
        .get(manager, "/api/look-alerts")
        .expect(200)
        .json()
        .path("alerts")
        .valueStream()
        .map(it -> it.path("rep").asString() + " " + it.path("kind").asString())
        .sorted()
        .toList();
  }

  private static List<String> inInbox(String manager) {
    return custody
        .get(manager, "/api/inbox")
        .expect(200)
        .json()
        .path("entries")
        .valueStream()
        .filter(it -> it.path("kind").asString().equals("alert"))
        .map(it -> it.path("rep").asString() + " " + it.path("detail").asString())
        .sorted()
        .toList();
  }

  @Test
  void maskedContactDataIsOpenedForAReasonOnRecordAndSoOftenADay() {
    String rep = rep("East");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(pooled(i));
    }
    String path = "/api/customers/" + ids.getFirst();
    assertThat(custody.get(rep, path + "?atLeast=1").expect(200).text())
        .contains("***")
        .doesNotContain("87120000");

    assertThat(code(custody.get(rep, path + "/contact-data").expect(403)))
        .isEqualTo("look-reason-missing");
    assertThat(custody.get(rep, path + "/contact-data", WHY).expect(200).text())
        .contains("+8657187120000");
    assertThat(
            log(
                rep,
                "action = 'revealed' AND customer = '%s' AND reason IS NOT NULL"
                    .formatted(ids.getFirst())))
        .containsExactly("GET /api/customers/{id}/contact-data");

    String others = customer(of(rep("West")), "87129999");
    assertThat(
            code(custody.get(rep, "/api/customers/" + others + "/contact-data", WHY).expect(404)))
        .isEqualTo("customer-not-found");
    String own = customer(of(rep), "87128888");
    custody.get(rep, "/api/customers/" + own + "?atLeast=1").expect(200);
    assertThat(custody.get(rep, "/api/customers/" + own + "/contact-data").expect(200).text())
        .contains("87128888");

    // Three at once, one that is hidden, and one's own, which is not masked and does not count.
    String many = "/api/contact-data?customer=" + String.join("&customer=", ids.subList(1, 4));
    assertThat(code(custody.get(rep, many).expect(403))).isEqualTo("look-reason-missing");
    assertThat(
            custody
                .get(rep, many + "&customer=" + others + "&customer=" + own, WHY)
                .expect(200)
                .text())
        .contains("87120001", "87120002", "87120003", "87128888")
        .doesNotContain("87129999", others);
    assertThat(alertsFor("user:east-manager")).contains(rep.substring(4) + " reveal-limit-near");
    assertThat(alertsFor("user:west-manager")).isEmpty();

    // Four are used: two more are too many, one is not.
    Answer tooMany =
        custody.get(
            rep, "/api/contact-data?customer=" + ids.get(4) + "&customer=" + ids.get(5), WHY);
    assertThat(code(tooMany.expect(429))).isEqualTo("reveals-used-up");
    assertThat(tooMany.text()).doesNotContain("8712");
    custody.get(rep, "/api/customers/" + ids.get(4) + "/contact-data", WHY).expect(200);
    custody.get(rep, "/api/customers/" + ids.get(5) + "/contact-data", WHY).expect(429);
    assertThat(log(rep, "action = 'refused' AND status = 429")).hasSize(2);
    assertThat(log(rep, "action = 'revealed'")).hasSize(3);
  }

  @Test
  void exportsAreCountedWhateverTheyAreAboutAndHoweverManyComeAtOnce() throws Exception {
    String rep = rep("East");
    String own = customer(of(rep), "87117777");
    custody.get(rep, "/api/customers/" + own + "?atLeast=1").expect(200);
    List<String> paths = files(rep);
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> asked = new ArrayList<>();
      for (String path : paths) {
        asked.add(threads.submit(() -> custody.get(rep, path, LINES)));
      }
      for (Future<Answer> each : asked) {
        answers.add(each.get());
      }
    }
    assertThat(answers.stream().filter(it -> it.status() == 200)).hasSize(3);
    assertThat(answers.stream().filter(it -> it.status() != 200))
        .hasSize(paths.size() - 3)
        .allSatisfy(
            it -> {
              assertThat(code(it.expect(429))).isEqualTo("exports-used-up");
              assertThat(it.text()).doesNotContain(own);
            });
    assertThat(log(rep, "action = 'exported' AND shown IS NULL")).as("begun").hasSize(3);
    assertThat(alertsFor("user:east-manager")).contains(rep.substring(4) + " export-limit-near");
    // What is no file goes on, and programs have no limit unless they are given one.
    custody.get(rep, "/api/owners", LINES).expect(200);
    custody.get(rep, "/api/customers/" + own + "/history", LINES).expect(200);
    for (int i = 0; i < 5; i++) {
      custody.get("service:crm", CHANGES).expect(200);
    }
  }

  private static final String CHANGES =
      "/api/audit/changes?from=2020-01-01T00:00:00Z&format=ndjson";

  private static final String INTERVALS =
      "/api/audit/intervals?from=2020-01-01T00:00:00Z&format=csv";

  /// One of each sort.
  private static List<String> files(String rep) {
    String period = "?from=2020-01-01T00:00:00Z&format=";
    return List.of(
        CHANGES,
        "/api/reps/" + rep.substring(4) + "/timeline",
        "/api/audit/changes" + period + "csv",
        INTERVALS,
        "/api/audit/intervals" + period + "xlsx",
        "/api/audit/uncontacted?format=csv");
  }

  @Test
  void whoeverIsAboutToLeaveTakesNothingFromTheAnnouncementOn() {
    String rep = rep("East");
    String own = customer(of(rep), "87116666");
    String third = customer(of(rep), "87116667");
    String pooled = pooled(61);
    custody.get(rep, "/api/customers/" + own + "?atLeast=1").expect(200);
    custody.get(rep, "/api/customers/" + pooled + "?atLeast=1").expect(200);
    assertThat(custody.get(rep, INTERVALS).expect(200).text()).contains(own);

    isLeaving(rep);

    for (String path : files(rep)) {
      Answer answer = custody.get(rep, path, LINES).expect(403);
      assertThat(code(answer)).as(path).isEqualTo("leavers-take-nothing");
      assertThat(answer.text()).as(path).doesNotContain(own);
    }
    assertThat(code(custody.get(rep, "/api/contact-data?customer=" + pooled, WHY).expect(403)))
        .isEqualTo("leavers-take-nothing");
    assertThat(log(rep, "action = 'refused' AND status = 403"))
        .contains("GET /api/audit/changes", "GET /api/contact-data")
        .hasSize(files(rep).size() + 1);
    assertThat(log(rep, "action IN ('exported', 'revealed') AND shown IS NULL"))
        .containsExactly("GET /api/audit/intervals");
    assertThat(
            log(
                rep,
                "action = 'exported' AND shown = cardinality(customers) AND '%s' = ANY (customers)"
                    .formatted(own)))
        .as("how many, and which, once it has ended")
        .containsExactly("GET /api/audit/intervals");
    // Work goes on.
    custody.get(rep, "/api/customers/" + own).expect(200);
    custody.get(rep, "/api/customers/" + pooled + "/contact-data", WHY).expect(200);

    // Three customers on one day are unusual for somebody who never looked at any.
    assertThat(alertsFor("user:east-manager")).doesNotContain(rep.substring(4) + " unusual-looks");
    custody.get(rep, "/api/customers/" + third + "?atLeast=1").expect(200);
    eventually(() -> alertsFor("user:east-manager").contains(rep.substring(4) + " unusual-looks"));
  }

  @Test
  void farMoreThanUsualIsMoreThanThreeTimesTheMedianOfTheDaysBefore() {
    String busy = rep("East");
    String greedy = rep("East");
    for (String rep : List.of(busy, greedy)) {
      for (int day = 20; day <= 24; day++) {
        lookedAt(rep, 4, day);
      }
      lookedAt(rep, 40, 25); // one day is not what is usual
    }
    lookedAt(busy, 12, 0);
    lookedAt(greedy, 13, 0);
    isLeaving(busy);
    isLeaving(greedy);

    eventually(
        () -> alertsFor("user:east-manager").contains(greedy.substring(4) + " unusual-looks"));
    assertThat(alertsFor("user:east-manager")).doesNotContain(busy.substring(4) + " unusual-looks");
  }

  private static void lookedAt(String rep, int customers, int daysAgo) {
    custody
        .jdbc()
        .sql(
            """
            INSERT INTO custody.access_log
              (at, actor, channel, action, operation, status, customers, address, correlation)
            SELECT now() - make_interval(days => :days), :rep, 'api', 'saw', 'GET /api/customers',
              200, array_agg(gen_random_uuid()), '127.0.0.1', gen_random_uuid()
            FROM generate_series(1, :customers)
            """)
        .param("rep", rep)
        .param("customers", customers)
        .param("days", daysAgo)
        .update();
  }

  private static void isLeaving(String rep) {
    custody
        .post(
            DESK,
            "/api/reps/" + rep.substring(4) + "/leaving",
            "{\"lastDay\":\"%s\",\"reason\":\"r\"}"
                .formatted(LocalDate.now(ZoneOffset.UTC).plusDays(30)))
        .expect(200);
  }
}

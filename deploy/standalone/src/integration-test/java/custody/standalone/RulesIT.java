package custody.standalone;

import static custody.standalone.Standalone.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import custody.command.Command;
import custody.command.Commands;
import custody.command.Request;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.profile.DateCommand.SetDate;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.command.recycling.RecyclingCommand.Exempt;
import custody.command.rep.RepCommand.Join;
import custody.command.responsibility.ResponsibilityCommand.AssignSteward;
import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.DateId;
import custody.contract.Envelope;
import custody.contract.ExemptionId;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.OwnershipEvent.Recycled;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Calendar;
import custody.contract.ProfileEvent.ImportantDate;
import custody.contract.ProfileEvent.Kind;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.contract.Seed;
import custody.contract.StewardId;
import custody.service.Access;
import custody.service.Role;
import custody.service.agenda.Alerts;
import custody.service.agenda.Occurrences;
import custody.service.rights.Authority.Automation;
import custody.store.EventLog;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Rules from being tried to having acted, over HTTP, on a company made up from a seed.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RulesIT {
  private static final String RULE =
      """
      {"kind":"recycling","grades":["A","B"],"noFollowUpDays":20,"noDealDays":45,"newWithinDays":7,
       "deals":["order"],"warnDays":5,"pool":"east"}\
      """;
  private static final Random RANDOM = new Random(Seed.get());
  private static final RepId REP = RepId.create();
  private static final String MIA = "user:mia";
  private static final String LEI = "rep:" + REP;
  private static final List<CustomerId> CUSTOMERS = new ArrayList<>();

  @TempDir static Path directory;
  private static final GreenMail MAILS = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
  private static @Nullable Standalone running;
  private static Instant now = Instant.EPOCH;
  private static Set<String> foreseen = Set.of();
  private static String rule = "";

  @BeforeAll
  static void start() {
    now = Instant.now();
    MAILS.start();
    running =
        Standalone.start(
            directory,
            "--spring.mail.host=127.0.0.1",
            "--spring.mail.port=" + MAILS.getSmtp().getPort());
    send(
        new Join(REP, Personal.of("李雷"), "east", "Hangzhou", List.of()),
        now.minus(Duration.ofDays(350)));
    for (int i = 0; i < 60; i++) {
      customer(i);
    }
  }

  @AfterAll
  static void stop() {
    custody().close();
    MAILS.stop();
  }

  private static Standalone custody() {
    return Objects.requireNonNull(running);
  }

  private static void customer(int number) {
    CustomerId id = CustomerId.create();
    CUSTOMERS.add(id);
    Instant since = daysAgo(1 + RANDOM.nextInt(90));
    send(
        new Register(
            id,
            Kind.COMPANY,
            new Changes(
                Map.of(),
                Map.of("name", Personal.of(new FieldValue.Text("客户" + number))),
                Set.of()),
            List.of(),
            new Holder.Owner(REP),
            true),
        since);
    if (RANDOM.nextInt(5) > 0) {
      send(new Classify(id, List.of("A", "B", "C").get(RANDOM.nextInt(3)), null), since);
    }
    for (int i = RANDOM.nextInt(4); i > 0; i--) {
      Instant at = daysAgo(RANDOM.nextInt(60));
      if (at.isAfter(since)) {
        FollowUp followUp =
            new FollowUp(
                Medium.CALL,
                at,
                REP,
                Personal.of("called"),
                RANDOM.nextInt(3) == 0 ? "order" : null,
                null);
        send(new RecordFollowUp(id, FollowUpId.create(), followUp), null);
      }
    }
    if (RANDOM.nextInt(6) == 0) {
      send(new Exempt(id, ExemptionId.create(), null, now.plus(Duration.ofDays(30))), null);
    }
  }

  private static Instant daysAgo(int days) {
    return now.minus(Duration.ofDays(days)).minusSeconds(RANDOM.nextInt(86_400));
  }

  private static void send(Command command, @Nullable Instant effectiveAt) {
    Envelope envelope =
        new Envelope(
            new Actor(Actor.Kind.SERVICE, "test"),
            Channel.API,
            Personal.of("made up"),
            effectiveAt,
            new UUID(0, 1),
            null,
            null);
    custody().bean(Commands.class).send(Request.of(command, Automation.DEMO, envelope)).orThrow();
  }

  private static String set(String name, String rule, @Nullable Instant effectiveAt) {
    return custody()
        .post(
            MIA,
            "/api/rules",
            "{\"name\":\"%s\",\"reason\":\"policy\",\"rule\":%s%s}"
                .formatted(
                    name,
                    rule,
                    effectiveAt == null ? "" : ",\"effectiveAt\":\"" + effectiveAt + "\""))
        .expect(201)
        .id();
  }

  private static void upToDate() {
    long head = custody().bean(EventLog.class).head();
    JdbcClient jdbc = custody().jdbc();
    eventually(
        () ->
            jdbc.sql("SELECT coalesce(min(position), 0) FROM custody.view_position")
                    .query(Long.class)
                    .single()
                >= head);
  }

  private static List<Recorded> recycled() {
    List<Recorded> recycled = new ArrayList<>();
    for (CustomerId customer : CUSTOMERS) {
      custody().bean(EventLog.class).stream(customer.value()).stream()
          .filter(it -> it.event() instanceof Recycled)
          .forEach(recycled::add);
    }
    return recycled;
  }

  @Test
  @Order(1)
  void aDryRunSaysWhatWouldHappenAndRecordsNothing() {
    upToDate();
    JsonNode dry =
        custody().post(MIA, "/api/rules/dry-run", "{\"rule\":" + RULE + "}").expect(200).json();
    foreseen = new TreeSet<>();
    for (JsonNode effect : dry.get("effects")) {
      if (effect.get("effect").asString().equals("recycled")) {
        foreseen.add(effect.get("customer").asString());
      }
    }
    assertThat(dry.get("judged").asLong()).isEqualTo(60);
    assertThat(foreseen).hasSizeBetween(10, 55).hasSize(dry.get("counts").get("recycled").asInt());
    assertThat(recycled()).isEmpty();
  }

  @Test
  @Order(2)
  void theRealRunDoesWhatTheDryRunSaid() {
    rule = set("公海回收", RULE, null);
    custody().post(MIA, "/api/rules/run", "").expect(202);
    eventually(() -> recycled().size() >= foreseen.size());
    upToDate();

    Set<String> happened = new TreeSet<>();
    for (Recorded it : recycled()) {
      happened.add(it.stream().toString());
      Recycled event = (Recycled) it.event();
      assertThat(it.envelope().actor()).hasToString("rule:" + rule + "@1");
      assertThat(it.envelope().channel()).isEqualTo(Channel.RULE);
      assertThat(event.rule()).hasToString(rule);
      assertThat(event.ruleVersion()).isEqualTo(1);
      assertThat(event.to()).isEqualTo(new Holder.Pool("east"));
    }
    assertThat(happened).isEqualTo(foreseen);
  }

  @Test
  @Order(3)
  void runningAgainTakesNobodyBackTwice() {
    JsonNode dry = custody().post(MIA, "/api/rules/" + rule + "/dry-run", "").expect(200).json();
    assertThat(dry.get("counts").has("recycled")).isFalse();
    assertThat(dry.get("counts").get("warned").asInt()).isPositive();
    custody().post(MIA, "/api/rules/run", "").expect(202);
    eventually(() -> isIdle("recycling"));
    assertThat(recycled()).hasSameSizeAs(foreseen);
  }

  private static JsonNode inbox() {
    upToDate();
    return custody().get(LEI, "/api/inbox").expect(200).json();
  }

  private static List<JsonNode> entries(String kind) {
    List<JsonNode> entries = new ArrayList<>();
    for (JsonNode entry : inbox().get("entries")) {
      if (entry.get("kind").asString().equals(kind)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static String id(String kind) {
    return entries(kind).getFirst().get("id").asString();
  }

  @Test
  @Order(4)
  void theInboxRemindsOfEverything() {
    Instant long_ = now.minus(Duration.ofDays(300));
    set(
        "每周联系",
        "{\"kind\":\"cadence\",\"grades\":[\"C\"],\"rhythm\":{\"type\":\"every-days\",\"days\":7},"
            + "\"media\":[]}",
        long_);
    set("首次联系", "{\"kind\":\"first-contact\",\"grades\":[],\"withinDays\":3,\"media\":[]}", null);
    set(
        "111",
        "{\"kind\":\"tenure\",\"held\":\"territory\",\"max\":\"P1Y\",\"warnDays\":30}",
        null);
    CustomerId mine = kept();
    send(
        new RecordFollowUp(
            mine,
            FollowUpId.create(),
            new FollowUp(
                Medium.VISIT,
                now.minusSeconds(60),
                REP,
                Personal.of("met"),
                null,
                new NextStep(Personal.of("送样品"), today().minusDays(2)))),
        null);
    send(
        new SetDate(
            mine,
            DateId.create(),
            new ImportantDate(
                "birthday",
                Personal.of("老板生日"),
                Personal.of(today().plusDays(3).minusYears(40)),
                Calendar.SOLAR,
                true,
                7,
                null)),
        null);

    JsonNode step = entries("next_step").getFirst();
    assertThat(step.get("when").asString()).isEqualTo("overdue");
    assertThat(step.get("text").asString()).isEqualTo("送样品");
    assertThat(step.get("customer").asString()).isEqualTo(mine.toString());
    assertThat(entries("date").getFirst().get("on").asString())
        .isEqualTo(
            Occurrences.next(today().plusDays(3).minusYears(40), Calendar.SOLAR, true, today())
                + "");
    assertThat(entries("cadence")).isNotEmpty();
    assertThat(entries("first_contact")).isNotEmpty();
    assertThat(entries("recycling")).isNotEmpty();
    assertThat(entries("tenure").getFirst().get("on").asString())
        .isEqualTo(day(now.minus(Duration.ofDays(350))).plusYears(1).toString());
  }

  private static CustomerId kept() {
    upToDate();
    return CUSTOMERS.stream()
        .filter(it -> recycled().stream().noneMatch(gone -> gone.stream().equals(it.value())))
        .findFirst()
        .orElseThrow();
  }

  private static LocalDate today() {
    return day(Instant.now());
  }

  private static LocalDate day(Instant at) {
    return at.atZone(ZoneId.of("Asia/Shanghai")).toLocalDate();
  }

  @Test
  @Order(5)
  void anEntryIsPutOffBroughtBackAndDone() {
    String date = id("date");
    int dates = entries("date").size();
    custody()
        .post(LEI, "/api/inbox/" + date + "/snooze", "{\"until\":\"" + today().plusDays(2) + "\"}")
        .expect(204);
    assertThat(entries("date")).hasSize(dates - 1);
    custody()
        .send(LEI, "DELETE", "/api/inbox/" + date + "/mark", BodyPublishers.noBody())
        .expect(204);
    assertThat(entries("date")).hasSize(dates);
    custody().post(LEI, "/api/inbox/" + date + "/done", "").expect(204);
    assertThat(entries("date")).hasSize(dates - 1);

    String step = id("next_step");
    custody().post(LEI, "/api/inbox/" + step + "/done", "{\"note\":\"送到了\"}").expect(200);
    assertThat(entries("next_step")).noneMatch(it -> it.get("id").asString().equals(step));
    String contact = id("cadence");
    assertThat(
            custody()
                .post(LEI, "/api/inbox/" + contact + "/done", "")
                .expect(409)
                .json()
                .get("code")
                .asString())
        .isEqualTo("entry-needs-contact");
    custody()
        .post(LEI, "/api/inbox/" + contact + "/snooze", "{\"until\":\"" + today() + "\"}")
        .expect(422);
    custody().post(LEI, "/api/inbox/nothing/done", "").expect(404);
    custody().post(MIA, "/api/inbox/" + contact + "/done", "").expect(409);
  }

  @Test
  @Order(6)
  void aContactSatisfiesTheCadence() {
    JsonNode due = entries("cadence").getFirst();
    CustomerId customer = CustomerId.of(due.get("customer").asString());
    send(
        new RecordFollowUp(
            customer,
            FollowUpId.create(),
            new FollowUp(Medium.CALL, Instant.now(), REP, Personal.of("called"), null, null)),
        null);
    assertThat(entries("cadence"))
        .noneMatch(it -> it.get("customer").asString().equals(customer.toString()));
    JsonNode list = custody().get(MIA, "/api/due?team=east&kind=cadence").expect(200).json();
    assertThat(list.get("due")).hasSameSizeAs(entries("cadence"));
    JsonNode tenure = custody().get(MIA, "/api/due?kind=tenure").expect(200).json();
    assertThat(tenure.at("/due/0/handover/body/cause").asString()).isEqualTo("rotation");
    JsonNode kept = custody().get(LEI, "/api/due/kept?by=month").expect(200).json();
    assertThat(kept.at("/total/missed").asLong()).isPositive();
    assertThat(kept.at("/total/rate").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  @Order(6)
  void listsComeInPagesThatTogetherAreTheWhole() {
    upToDate();
    for (String list : List.of("due /api/due?limit=", "entries /api/inbox?limit=")) {
      String rows = list.substring(0, list.indexOf(' '));
      String path = list.substring(list.indexOf(' ') + 1);
      JsonNode whole = custody().get(LEI, path + 1000).expect(200).json();
      assertThat(whole.get(rows).size()).isGreaterThan(4);
      assertThat(whole.has("next")).isFalse();
      List<JsonNode> seen = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = custody().get(LEI, path + 2 + cursor).expect(200).json();
        assertThat(page.get(rows).size()).isLessThanOrEqualTo(2);
        assertThat(page.get("counts")).isEqualTo(whole.get("counts"));
        page.get(rows).forEach(seen::add);
        cursor = page.has("next") ? "&cursor=" + page.get("next").asString() : "";
      } while (!cursor.isEmpty());
      assertThat(seen).isEqualTo(whole.get(rows).valueStream().toList());
    }
    JsonNode due = custody().get(LEI, "/api/due?limit=1").expect(200).json();
    String what = due.get("counts").propertyNames().iterator().next();
    String[] parts = what.split("\\.", -1);
    assertThat(
            custody()
                .get(LEI, "/api/due?limit=1000&kind=" + parts[0] + "&effect=" + parts[1])
                .expect(200)
                .json()
                .get("due")
                .size())
        .isEqualTo(due.at("/counts/" + what).asInt());
    assertThat(due.at("/reps/0/counts")).isEqualTo(due.get("counts"));
    String next = due.get("next").asString();
    custody().get(LEI, "/api/due?kind=cadence&cursor=" + next).expect(400);
    custody().get(LEI, "/api/inbox?limit=0").expect(400);
  }

  @Test
  @Order(7)
  void theCalendarFeedIsSeenByWhoeverHasTheTokenUntilItIsRevoked() {
    String first =
        custody().post(LEI, "/api/inbox/feed", "").expect(201).json().get("path").asString();
    assertThat(custody().anonymous(first).expect(200).text())
        .startsWith("BEGIN:VCALENDAR\r\n")
        .contains("BEGIN:VEVENT");
    String second =
        custody().post(LEI, "/api/inbox/feed", "").expect(201).json().get("path").asString();
    custody().anonymous(first).expect(404);
    custody().anonymous(second).expect(200);
    custody().send(LEI, "DELETE", "/api/inbox/feed", BodyPublishers.noBody()).expect(204);
    custody().anonymous(second).expect(404);
    assertThat(
            custody()
                .jdbc()
                .sql("SELECT count(*) FROM custody.inbox_feed")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  @Order(8)
  void theInboxComesByMailOnceADay() throws Exception {
    custody()
        .send(
            LEI,
            "PUT",
            "/api/inbox/mail",
            BodyPublishers.ofString("{\"address\":\"lilei@example.org\"}"),
            "Content-Type",
            "application/json")
        .expect(204);
    Scheduler scheduler = custody().bean(Scheduler.class);
    TaskInstanceId digest = TaskInstanceId.of("digest", RecurringTask.INSTANCE);
    scheduler.reschedule(digest, Instant.now());
    eventually(() -> MAILS.getReceivedMessages().length == 1);
    eventually(() -> isIdle("digest"));
    scheduler.reschedule(digest, Instant.now());
    eventually(() -> isIdle("digest"));
    assertThat(MAILS.getReceivedMessages()).hasSize(1);
    assertThat(MAILS.getReceivedMessages()[0].getAllRecipients()[0])
        .hasToString("lilei@example.org");
    assertThat(MAILS.getReceivedMessages()[0].getContent().toString()).contains("跟进 contact");
    assertThat(
            custody()
                .jdbc()
                .sql("SELECT encode(address, 'escape') FROM custody.inbox_mail")
                .query(String.class)
                .single())
        .doesNotContain("lilei");
  }

  private static boolean isIdle(String task) {
    return custody()
        .jdbc()
        .sql(
            "SELECT execution_time > now() AND NOT picked FROM custody.scheduled_task"
                + " WHERE task_name = ?")
        .param(task)
        .query(Boolean.class)
        .single();
  }

  private static List<JsonNode> entries(String whose, String kind) {
    upToDate();
    List<JsonNode> entries = new ArrayList<>();
    for (JsonNode entry : custody().get(whose, "/api/inbox").expect(200).json().get("entries")) {
      if (entry.get("kind").asString().equals(kind)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  @Test
  @Order(9)
  void aManagerKnowsWhatConcernsTheTeam() {
    String manager = "user:east-manager";
    String other = "user:west-manager";
    custody().account(manager, new Access(Set.of(Role.MANAGER), Set.of(), null, Set.of("east")));
    custody().account(other, new Access(Set.of(Role.MANAGER), Set.of(), null, Set.of("west")));
    raise(40, 50);
    raise(48, 50);

    JsonNode overdue = entries(manager, "team_overdue").getFirst();
    JsonNode due = custody().get(manager, "/api/due?team=east").expect(200).json().get("counts");
    long byRule = due.path("cadence.overdue").asLong() + due.path("first-contact.overdue").asLong();
    assertThat(overdue.get("rep").asString()).isEqualTo(REP.toString());
    assertThat(overdue.get("name").asString()).isEqualTo("李雷");
    assertThat(overdue.get("count").asLong()).isPositive().isGreaterThanOrEqualTo(byRule);
    assertThat(entries(manager, "team_recycling").getFirst().get("count").asLong())
        .isEqualTo(due.get("recycling.warned").asLong());
    assertThat(entries(manager, "tenure").getFirst().get("rep").asString())
        .isEqualTo(REP.toString());
    JsonNode alert = entries(manager, "alert").getFirst();
    assertThat(alert.get("detail").asString()).isEqualTo("export-limit-near");
    assertThat(alert.get("count").asLong()).isEqualTo(48);
    assertThat(alert.get("most").asLong()).isEqualTo(50);
    assertThat(custody().get(other, "/api/inbox").expect(200).json().get("entries")).isEmpty();

    custody().post(manager, "/api/inbox/" + alert.get("id").asString() + "/done", "").expect(204);
    assertThat(entries(manager, "alert")).isEmpty();
    String feed =
        custody().post(manager, "/api/inbox/feed", "").expect(201).json().get("path").asString();
    assertThat(custody().anonymous(feed).expect(200).text()).contains("团队逾期 Team overdue");
    custody().account(manager, new Access(Set.of(Role.MANAGER), Set.of(), null, Set.of("west")));
    assertThat(custody().anonymous(feed).expect(200).text()).doesNotContain("团队逾期 Team overdue");
  }

  private static void raise(long count, long most) {
    try (Connection db = custody().bean(DataSource.class).getConnection()) {
      Alerts.raise(db, Alerts.Kind.EXPORT_LIMIT_NEAR, REP, today(), count, most, Instant.now());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Order(10)
  void aStewardIsRemindedOfTheCustomersLookedAfter() {
    String steward = "user:chen.jing";
    custody().account(steward, new Access(Set.of(Role.STEWARD), Set.of(), null, Set.of()));
    assertThat(custody().get(steward, "/api/inbox").expect(200).json().get("entries")).isEmpty();
    CustomerId customer =
        CustomerId.of(entries("first_contact").getFirst().get("customer").asString());
    send(
        new AssignSteward(
            customer, StewardId.create(), Actor.parse(steward), now.plus(Duration.ofDays(90))),
        null);
    JsonNode entry = entries(steward, "first_contact").getFirst();
    assertThat(entry.get("customer").asString()).isEqualTo(customer.toString());
    custody()
        .post(
            steward,
            "/api/inbox/" + entry.get("id").asString() + "/snooze",
            "{\"until\":\"" + today().plusDays(2) + "\"}")
        .expect(204);
    assertThat(entries(steward, "first_contact")).isEmpty();
    assertThat(entries("first_contact"))
        .anyMatch(it -> it.get("customer").asString().equals(customer.toString()));
  }

  @Test
  @Order(11)
  void whatIsMergedIntoAnotherEntryIsWorkedOnThereUntilItIsReverted() {
    String twice = entries("first_contact").getFirst().get("customer").asString();
    String stays =
        CUSTOMERS.stream()
            .filter(it -> recycled().stream().noneMatch(gone -> gone.stream().equals(it.value())))
            .map(Object::toString)
            .filter(it -> !it.equals(twice))
            .findAny()
            .orElseThrow();
    String merge = "/api/customers/" + twice + "/merge";
    String into = "{\"into\":\"%s\",\"reason\":\"录入了两次\"}";
    custody().post(LEI, merge, into.formatted(twice)).expect(422);
    custody().post(LEI, merge, into.formatted(UUID.randomUUID())).expect(404);
    custody().post(LEI, merge, into.formatted(stays)).expect(200);

    assertThat(entries("first_contact"))
        .noneMatch(it -> it.get("customer").asString().equals(twice));
    assertThat(found(twice)).isZero();
    JsonNode profile = custody().get(LEI, "/api/customers/" + twice).expect(200).json();
    assertThat(profile.get("mergedInto").asString()).isEqualTo(stays);
    String survivor = "/api/customers/" + stays;
    assertThat(custody().get(LEI, survivor + "/merged").expect(200).json().at("/merged/0"))
        .hasToString("\"" + twice + "\"");
    assertThat(custody().get(LEI, survivor + "/history?merged=true").expect(200).text())
        .contains("customer.merged");
    JsonNode refused =
        custody().post(LEI, "/api/customers/" + twice + "/won-back", "{}").expect(409).json();
    assertThat(refused.get("code").asString()).isEqualTo("customer-merged");
    assertThat(refused.get("existing").asString()).isEqualTo(stays);
    custody()
        .post(LEI, survivor + "/merge", into.formatted(twice))
        .expect(409); // or both would be gone

    custody()
        .send(
            LEI,
            "DELETE",
            merge,
            BodyPublishers.ofString("{\"reason\":\"是两家店\"}"),
            "If-Match",
            "*",
            "Content-Type",
            "application/json")
        .expect(200);
    assertThat(entries("first_contact"))
        .anyMatch(it -> it.get("customer").asString().equals(twice));
    assertThat(found(twice)).isOne();
  }

  private static int found(String customer) {
    upToDate();
    return custody()
        .get(LEI, "/api/customers?ids=" + customer)
        .expect(200)
        .json()
        .get("customers")
        .size();
  }

  @Test
  @Order(12)
  void whatARuleSaidWhenAndWhyIsKept() {
    Instant before = Instant.now();
    custody()
        .post(MIA, "/api/rules/" + rule + "/withdrawal", "{\"reason\":\"too harsh\"}")
        .expect(200);
    upToDate();
    custody().get(MIA, "/api/rules/" + rule).expect(404);
    assertThat(
            custody()
                .get(MIA, "/api/rules/" + rule + "?asOf=" + before)
                .expect(200)
                .json()
                .at("/rule/rule/kind")
                .asString())
        .isEqualTo("recycling");
    JsonNode history = custody().get(MIA, "/api/rules/" + rule + "/history").expect(200).json();
    assertThat(history.get("versions")).hasSize(2);
    assertThat(history.at("/versions/1/reason").asString()).isEqualTo("too harsh");
    assertThat(history.at("/versions/0/actor").asString()).isEqualTo(MIA);
    assertThat(custody().get(MIA, "/api/rules").expect(200).json().get("rules")).hasSize(3);
  }

  @Test
  @Order(13)
  void howManyMayBeClaimedIsARuleToo() {
    JsonNode dry =
        custody()
            .post(
                MIA,
                "/api/rules/dry-run",
                "{\"rule\":{\"kind\":\"pool-limits\",\"pools\":[\"south\"],\"mostHeld\":1,\"banDays\":9}}")
            .expect(200)
            .json();
    assertThat(dry.at("/counts/held_most").asInt()).isOne();
    assertThat(dry.at("/judged").asInt()).isOne();
    assertThat(limit("south")).isNull();

    CustomerId first = inPool("south");
    CustomerId second = inPool("south");
    String limits =
        set("南区公海", "{\"kind\":\"pool-limits\",\"pools\":[\"south\"],\"claimsPerDay\":1}", null);
    assertThat(limit("south")).isOne();
    assertThat(limit("north")).isNull();
    claim(first).expect(200);
    JsonNode refused = claim(second).expect(409).json();
    assertThat(refused.get("code").asString()).isEqualTo("claim-limit-day");
    assertThat(refused.get("limit").asInt()).isEqualTo(limit("south"));

    custody()
        .send(
            MIA,
            "PUT",
            "/api/rules/" + limits,
            BodyPublishers.ofString(
                "{\"name\":\"南区公海\",\"reason\":\"too few\",\"rule\":"
                    + "{\"kind\":\"pool-limits\",\"pools\":[\"south\"],\"claimsPerDay\":2}}"),
            "If-Match",
            "*",
            "Content-Type",
            "application/json")
        .expect(200);
    assertThat(limit("south")).isEqualTo(2);
    claim(second).expect(200);
    custody()
        .post(MIA, "/api/rules/" + limits + "/withdrawal", "{\"reason\":\"over\"}")
        .expect(200);
    assertThat(limit("south")).isNull();
  }

  private static CustomerId inPool(String pool) {
    CustomerId id = CustomerId.create();
    send(
        new Register(
            id,
            Kind.COMPANY,
            new Changes(Map.of(), Map.of(), Set.of()),
            List.of(),
            new Holder.Pool(pool),
            true),
        null);
    return id;
  }

  private static Standalone.Answer claim(CustomerId customer) {
    return custody().post(LEI, "/api/customers/" + customer + "/claim", "{\"reason\":\"mine\"}");
  }

  /// How many the page of the pools says may be claimed a day.
  private static @Nullable Integer limit(String pool) {
    upToDate();
    for (JsonNode it : custody().get(LEI, "/api/pools").expect(200).json().get("pools")) {
      if (it.get("pool").asString().equals(pool) && it.has("claimsPerDay")) {
        return it.get("claimsPerDay").asInt();
      }
    }
    return null;
  }
}

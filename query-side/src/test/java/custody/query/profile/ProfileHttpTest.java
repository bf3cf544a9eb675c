package custody.query.profile;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Changes;
import custody.contract.ContactId;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpId;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.query.Story;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.query.history.HistoryView;
import custody.service.field.FieldProperties;
import custody.store.TestDatabase;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProfileHttpTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final Story story = new Story();
  private static final ContactId CONTACT = new ContactId(new UUID(1, 1));
  private static final FollowUpId FOLLOW_UP = new FollowUpId(new UUID(2, 2));
  private static TestHttp http;
  private static String path;
  private static UUID wrong;
  private static UUID correction;

  @BeforeAll
  static void aStory() {
    story.register("2026-03-01T00:00:00Z", "2026-01-01T00:00:00Z", Story.text("name", "东方红"));
    wrong = story.amend("2026-03-02T00:00:00Z", "2026-02-01T00:00:00Z", Story.text("name", "O"));
    story.tell(
        "2026-03-03T00:00:00Z", null, new ContactAdded(CONTACT, Story.text("name", "Wang Fang")));
    story.tell(
        "2026-03-04T00:00:00Z",
        null,
        new FollowUpEvent.FollowUpRecorded(
            FOLLOW_UP,
            new FollowUpEvent.FollowUp(
                FollowUpEvent.Medium.CALL,
                Instant.parse("2026-03-04T00:00:00Z"),
                null,
                Personal.of("wants an offer"),
                null,
                new FollowUpEvent.NextStep(
                    Personal.of("send it"), LocalDate.parse("2026-03-10")))));
    correction = story.voided("2026-03-05T00:00:00Z", wrong);
    story.amend(
        "2026-03-06T00:00:00Z",
        null,
        new Changes(
            Map.of("seats", new FieldValue.Money(new BigDecimal("12.50"), "CNY")),
            Map.of(),
            Set.of()));
    story.tell("2026-03-07T00:00:00Z", null, new ContactRemoved(CONTACT));
    story.tell("2026-03-08T00:00:00Z", null, new FollowUpEvent.NextStepDone(FOLLOW_UP, null));
    new TestView(new HistoryView(), database.dataSource()).apply(story.events(), new Random(1), 3);
    http =
        new TestHttp(
            database.dataSource(),
            Clock.fixed(Instant.parse("2026-04-01T00:00:00Z"), ZoneOffset.UTC),
            new FieldProperties(List.of(), List.of(), "CN"),
            List.of(ProfileController.class, States.class));
    path = "/api/customers/" + story.customer;
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @Test
  void theProfileNow() {
    assertThat(http.get(path, "application/json").headers().firstValue("ETag")).hasValue("\"8\"");
    assertThat(http.json(path))
        .isEqualTo(
            json(
                """
                {"id":"%s","version":8,"asOf":"2026-04-01T00:00:00Z",
                 "knownAt":"2026-04-01T00:00:00Z","position":8,"kind":"company",
                 "fields":{"name":"东方红","seats":{"amount":12.50,"currency":"CNY"}},
                 "externalIds":[{"system":"crm","id":"K-1"}],
                 "contacts":[],"dates":[],"assortment":[],"openSteps":[],
                 "holder":{"pool":"north"},"covers":[],"collaborators":[],
                 "stewards":[],"exemptions":[],"openComplaints":[],"httpStatus":200}
                """
                    .formatted(story.customer)));
  }

  /// It is asked for at most ten times a second.
  @Test
  void thePositionFollowsTheView() throws InterruptedException {
    JdbcTemplate sql = new JdbcTemplate(database.dataSource());
    sql.update(
        "INSERT INTO custody.view_position (view, version, position, updated_at)"
            + " VALUES ('history', 1, 42, now())");
    awaitPosition(42);
    sql.update("DELETE FROM custody.view_position WHERE view = 'history'");
    awaitPosition(8);
  }

  private static void awaitPosition(long position) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (http.json(path).get("position").asLong() != position) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void whatWasTrueThenAndWhatWasBelievedThen() {
    assertThat(http.json(path + "?asOf=2026-02-02T00:00:00Z").at("/fields/name").asString())
        .isEqualTo("东方红");
    JsonNode believed = http.json(path + "?asOf=2026-03-04T12:00:00Z&knownAt=2026-03-04T12:00:00Z");
    assertThat(believed.at("/fields/name").asString()).isEqualTo("O");
    assertThat(believed.get("version").asLong()).isEqualTo(4);
    assertThat(believed.at("/contacts/0/fields/name").asString()).isEqualTo("Wang Fang");
    assertThat(believed.get("openSteps"))
        .isEqualTo(
            json(
                """
                [{"followUp":"%s","what":"send it","due":"2026-03-10"}]
                """
                    .formatted(FOLLOW_UP)));
  }

  @Test
  void whoIsNotThereIsSaidSo() {
    assertThat(http.json("/api/customers/" + new UUID(7, 7)).get("code").asString())
        .isEqualTo("customer-not-found");
    assertThat(http.json(path + "?asOf=2025-12-31T00:00:00Z").get("code").asString())
        .isEqualTo("customer-not-registered-then");
    assertThat(http.json(path + "?knownAt=2026-02-15T00:00:00Z").get("code").asString())
        .isEqualTo("customer-not-known-then");
    assertThat(http.json("/api/customers/x").get("httpStatus").asInt()).isEqualTo(400);
  }

  @Test
  void aVersionThatIsThereIsNotWaitedForAndOneThatDoesNotComeIsRefused() {
    assertThat(http.json(path + "?atLeast=8").get("version").asLong()).isEqualTo(8);
    JsonNode refused = http.json(path + "?atLeast=9");
    assertThat(refused.get("httpStatus").asInt()).isEqualTo(503);
    assertThat(refused.get("code").asString()).isEqualTo("not-yet-visible");
  }

  @Test
  void theMirrorShowsEveryVersionAndWhatBecameOfIt() {
    JsonNode name = http.json(path + "/mirror?field=name").get("mirror").get(1);
    assertThat(name.get("part").asString()).isEqualTo("fields");
    JsonNode first = name.get("versions").get(0);
    assertThat(first.get("value").asString()).isEqualTo("东方红");
    assertThat(first.get("status").asString()).isEqualTo("holds");
    assertThat(first.get("from").asString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(first.has("to")).isFalse();
    assertThat(first.at("/by/actor").asString()).isEqualTo("user:alice");
    assertThat(first.at("/by/source/author").asString()).isEqualTo("Li Lei");
    JsonNode second = name.get("versions").get(1);
    assertThat(second.get("status").asString()).isEqualTo("voided");
    assertThat(second.at("/voidedBy/event").asString()).isEqualTo(correction.toString());
    assertThat(second.at("/voidedBy/reason").asString()).isEqualTo("reason 5");

    JsonNode contact = http.json(path + "/mirror?field=name").get("mirror").get(0);
    assertThat(contact.get("part").asString()).isEqualTo("contacts");
    assertThat(contact.at("/versions/0/to").asString()).isEqualTo("2026-03-07T00:00:00Z");

    JsonNode believed =
        http.json(path + "/mirror?field=fields&knownAt=2026-03-04T00:00:00Z").get("mirror").get(0);
    assertThat(believed.at("/versions/0/to").asString()).isEqualTo("2026-02-01T00:00:00Z");
    assertThat(believed.at("/versions/1/status").asString()).isEqualTo("holds");
  }

  @Test
  void aDiffNamesWhatChangedAndTheEventsThatDidIt() {
    JsonNode knowledge =
        http.json(
            path
                + "/diff?from=2026-03-04T12:00:00Z&to=2026-03-04T12:00:00Z"
                + "&fromKnownAt=2026-03-04T12:00:00Z");
    assertThat(knowledge.get("changes").size()).isEqualTo(1);
    JsonNode name = knowledge.get("changes").get(0);
    assertThat(name.get("change").asString()).isEqualTo("changed");
    assertThat(name.get("before").asString()).isEqualTo("O");
    assertThat(name.get("after").asString()).isEqualTo("东方红");
    assertThat(name.get("events").size()).isEqualTo(1);
    assertThat(name.at("/events/0/event").asString()).isEqualTo(correction.toString());

    JsonNode time = http.json(path + "/diff?from=2026-03-05T12:00:00Z&to=2026-03-31T00:00:00Z");
    assertThat(time.get("changes").findValuesAsString("part"))
        .containsExactlyInAnyOrder("contacts", "fields", "openSteps");
    for (JsonNode change : time.get("changes")) {
      String doer = change.at("/events/0/name").asString();
      switch (change.get("part").asString()) {
        case "contacts" -> {
          assertThat(change.get("change").asString()).isEqualTo("removed");
          assertThat(change.at("/before/name").asString()).isEqualTo("Wang Fang");
          assertThat(doer).isEqualTo("contact.removed");
        }
        case "fields" -> {
          assertThat(change.get("change").asString()).isEqualTo("added");
          assertThat(doer).isEqualTo("profile.amended");
        }
        default -> assertThat(doer).isEqualTo("follow-up.next-step-done");
      }
    }

    JsonNode all = http.json(path + "/diff?from=2025-01-01T00:00:00Z");
    assertThat(all.get("changes").findValuesAsString("change")).containsOnly("added");
  }

  @Test
  void completenessGrowsInSteps() {
    JsonNode steps = http.json(path + "/completeness").get("steps");
    assertThat(steps.size()).isEqualTo(1);
    assertThat(steps.get(0).get("from").asString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(steps.get(0).get("filled").asInt()).isEqualTo(1);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}

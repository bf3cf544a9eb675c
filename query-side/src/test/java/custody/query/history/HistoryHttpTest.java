package custody.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerEvent;
import custody.contract.FollowUpEvent;
import custody.contract.Histories;
import custody.contract.OwnershipEvent;
import custody.contract.Recorded;
import custody.query.Story;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.service.field.FieldProperties;
import custody.store.TestDatabase;
import custody.wire.ContractJson;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HistoryHttpTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final List<Recorded> HISTORY = Histories.of(11, 3, 3, 400);
  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
  private static final Story story = new Story();
  private static TestHttp http;

  @BeforeAll
  static void histories() {
    story.register("2026-03-01T00:00:00Z", null, Story.text("name", "东方红"));
    UUID wrong = story.amend("2026-03-02T00:00:00Z", null, Story.text("name", "O"));
    story.voided("2026-03-03T00:00:00Z", wrong);
    story.amend("2026-03-04T00:00:00Z", null, Story.text("name", "Orient"));
    story.amend("2026-03-05T00:00:00Z", null, Story.cleared("name"));
    TestView view = new TestView(new HistoryView(), database.dataSource());
    view.apply(HISTORY, new Random(1), 30);
    view.apply(
        story.events().stream()
            .map(
                it ->
                    new Recorded(
                        1000 + it.position(),
                        it.eventId(),
                        it.stream(),
                        it.sequence(),
                        it.recordedAt(),
                        it.envelope(),
                        it.event()))
            .toList(),
        new Random(1),
        3);
    http =
        new TestHttp(
            database.dataSource(),
            Clock.fixed(LATER, ZoneOffset.UTC),
            new FieldProperties(List.of(), List.of(), "CN"),
            List.of(HistoryController.class, History.class));
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @Test
  void pagesGiveEverythingOnceInTheOrderOfTheDefinition() {
    for (List<Recorded> stream : streams()) {
      assertThat(paged(stream, "order=effective&limit=7"))
          .isEqualTo(ids(stream.stream().sorted(Recorded.IN_EFFECTIVE_ORDER).toList()));
      assertThat(paged(stream, "order=recorded&limit=50"))
          .isEqualTo(
              ids(stream.stream().sorted(Comparator.comparing(Recorded::position)).toList()));
    }
  }

  @Test
  void theWholeComesAsOneObjectPerLine() {
    for (List<Recorded> stream : streams()) {
      String body = http.get(path(stream.getFirst().stream()), "application/x-ndjson").body();
      assertThat(
              body.lines()
                  .map(line -> ContractJson.plain().readValue(line, HistoryAnswer.Line.class))
                  .map(line -> line.event().toString())
                  .toList())
          .isEqualTo(ids(stream.stream().sorted(Recorded.IN_EFFECTIVE_ORDER).toList()));
    }
  }

  @Test
  void whatIsVoidedIsMarkedAsFarAsItWasKnown() {
    for (List<Recorded> stream : streams()) {
      Instant knownAt = stream.get(stream.size() * 2 / 3).recordedAt();
      List<Recorded> known =
          stream.stream().filter(it -> !it.recordedAt().isAfter(knownAt)).toList();
      Set<String> voided =
          known.stream()
              .filter(it -> it.event() instanceof Voided)
              .map(it -> ((Voided) it.event()).event().toString())
              .collect(Collectors.toSet());
      JsonNode page =
          http.json(path(stream.getFirst().stream()) + "?limit=1000&knownAt=" + knownAt);
      assertThat(page.get("events").size()).isEqualTo(known.size());
      for (JsonNode event : page.get("events")) {
        assertThat(event.has("voidedBy")).isEqualTo(voided.contains(event.get("event").asString()));
      }
    }
  }

  @Test
  void familiesAndTimesNarrowIt() {
    for (List<Recorded> stream : streams()) {
      Instant from = stream.get(stream.size() / 3).effectiveAt();
      Instant to = from.plusSeconds(2_000_000);
      JsonNode page =
          http.json(
              path(stream.getFirst().stream())
                  + "?limit=1000&family=follow-up,ownership&from="
                  + from
                  + "&to="
                  + to);
      Set<String> expected =
          stream.stream()
              .filter(it -> !it.effectiveAt().isBefore(from) && it.effectiveAt().isBefore(to))
              .filter(
                  it -> it.event() instanceof FollowUpEvent || it.event() instanceof OwnershipEvent)
              .map(it -> it.eventId().toString())
              .collect(Collectors.toSet());
      Set<String> given = new HashSet<>();
      page.get("events").forEach(event -> given.add(event.get("event").asString()));
      assertThat(given).isEqualTo(expected);
    }
  }

  @Test
  void aChangeShowsWhatWasBeforeAndCorrectionsDoNotCount() {
    JsonNode events = http.json(path(story.customer)).get("events");
    assertThat(events.get(1).has("changes")).isFalse();
    assertThat(events.get(1).at("/voidedBy/reason").asString()).isEqualTo("reason 3");
    assertThat(events.get(3).at("/payload/fields/name").asString()).isEqualTo("Orient");
    assertThat(events.get(3).get("changes"))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    [{"part":"fields","field":"name","before":"东方红","after":"Orient"}]
                    """));
    assertThat(events.get(4).at("/changes/0/before").asString()).isEqualTo("Orient");
    assertThat(events.get(4).at("/changes/0").has("after")).isFalse();
    assertThat(events.get(0).at("/source/system").asString()).isEqualTo("crm");
  }

  @Test
  void whatCannotBeAnsweredIsRefused() {
    String path = path(story.customer);
    assertThat(http.json(path + "?family=gossip").get("code").asString())
        .isEqualTo("family-unknown");
    assertThat(http.json(path + "?order=random").get("code").asString()).isEqualTo("order-unknown");
    assertThat(http.json(path + "?limit=0").get("httpStatus").asInt()).isEqualTo(400);
    assertThat(http.json(path + "?cursor=x").get("code").asString()).isEqualTo("cursor-invalid");
    assertThat(http.json(path(new UUID(7, 7))).get("code").asString())
        .isEqualTo("customer-not-found");
    String cursor = http.json(path + "?limit=2").get("next").asString();
    assertThat(http.json(path + "?limit=2&order=recorded&cursor=" + cursor).get("code").asString())
        .isEqualTo("cursor-invalid");
  }

  private static List<List<Recorded>> streams() {
    return List.copyOf(
        HISTORY.stream()
            .filter(it -> it.event() instanceof CustomerEvent)
            .collect(Collectors.groupingBy(Recorded::stream))
            .values());
  }

  private static List<String> paged(List<Recorded> stream, String query) {
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = http.json(path(stream.getFirst().stream()) + "?" + query + next);
      page.get("events").forEach(event -> ids.add(event.get("event").asString()));
      next = page.has("next") ? "&cursor=" + page.get("next").asString() : "";
    } while (!next.isEmpty());
    return ids;
  }

  private static List<String> ids(List<Recorded> events) {
    return events.stream().map(it -> it.eventId().toString()).toList();
  }

  private static String path(UUID customer) {
    return "/api/customers/" + customer + "/history";
  }
}

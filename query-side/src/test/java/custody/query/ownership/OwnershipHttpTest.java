package custody.query.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.Recorded;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.query.reps.RepsFixture;
import custody.service.field.FieldProperties;
import custody.store.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OwnershipHttpTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final List<Recorded> HISTORY = Histories.of(7, 40, 5, 600);
  private static final Instant NOW = HISTORY.getLast().recordedAt().plusSeconds(60);
  private static TestHttp http;

  @BeforeAll
  static void start() {
    new TestView(new OwnershipView(), database.dataSource()).apply(HISTORY, new Random(7), 100);
    RepsFixture.view(database.dataSource()).apply(HISTORY, new Random(7), 100);
    http =
        new TestHttp(
            database.dataSource(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new FieldProperties(List.of(), List.of(), "CN"),
            List.of(OwnershipController.class));
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @Test
  void whoOwnedWhatIsStreamedForAnyTwoTimes() {
    List<Instant> moments = Histories.moments(HISTORY);
    for (int i = 0; i < 20; i++) {
      Instant asOf = moments.get(i * 31 % moments.size());
      Instant knownAt = moments.get(moments.size() - 1 - i * 17 % moments.size());
      assertThat(streamed("?asOf=" + asOf + "&knownAt=" + knownAt))
          .isEqualTo(expected(asOf, knownAt));
    }
    assertThat(streamed("")).isEqualTo(expected(NOW, NOW));
  }

  @Test
  void pagesTogetherSayWhatTheStreamSays() {
    Map<String, String> owners = new TreeMap<>();
    String next = "";
    do {
      JsonNode page = http.json("/api/owners?limit=7" + next);
      page.get("owners")
          .forEach(
              owned -> owners.put(owned.get("customer").stringValue(), owned.get("holder") + ""));
      next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
    } while (!next.isEmpty());
    assertThat(owners).isEqualTo(expected(NOW, NOW));
  }

  @Test
  void aRepsCustomersAreThoseTheRepOwns() {
    Map<String, String> all = expected(NOW, NOW);
    String rep =
        all.values().stream().filter(holder -> holder.contains("rep")).findFirst().orElseThrow();
    String id = JsonMapper.shared().readTree(rep).get("rep").stringValue();
    JsonNode page = http.json("/api/reps/" + id + "/customers?limit=1000");
    assertThat(page.get("owners").size())
        .isEqualTo((int) all.values().stream().filter(rep::equals).count());
    assertThat(page.get("owners")).allSatisfy(o -> assertThat(o.get("holder") + "").isEqualTo(rep));
  }

  @Test
  void aCustomersIntervalsFollowEachOtherAndNameTheirEvents() {
    for (String customer : expected(NOW, NOW).keySet()) {
      JsonNode owners = http.json("/api/customers/" + customer + "/owners").get("owners");
      for (int i = 0; i < owners.size(); i++) {
        JsonNode period = owners.get(i);
        boolean last = i == owners.size() - 1;
        assertThat(period.has("to")).isNotEqualTo(last);
        if (!last) {
          assertThat(period.get("to")).isEqualTo(owners.get(i + 1).get("from"));
        }
        assertThat(HISTORY)
            .anySatisfy(
                recorded -> {
                  JsonNode event = period.get("event");
                  assertThat(recorded.eventId()).hasToString(event.get("id").stringValue());
                  assertThat(recorded.envelope().actor())
                      .hasToString(event.get("actor").stringValue());
                  assertThat(recorded.recordedAt())
                      .hasToString(event.get("recordedAt").stringValue());
                });
      }
    }
  }

  @Test
  void badQuestionsAreRefused() {
    assertThat(
            http.json("/api/customers/018f0000-0000-7000-8000-000000000000/owners")
                .get("code")
                .stringValue())
        .isEqualTo("customer-not-found");
    assertThat(
            http.json("/api/reps/018f0000-0000-7000-8000-000000000000/customers")
                .get("code")
                .stringValue())
        .isEqualTo("rep-not-found");
    assertThat(http.json("/api/owners?limit=0").get("code").stringValue())
        .isEqualTo("limit-invalid");
    assertThat(http.json("/api/owners?cursor=abc").get("code").stringValue())
        .isEqualTo("cursor-invalid");
    assertThat(
            http.json("/api/owners?pool=a&rep=018f0000-0000-7000-8000-000000000000")
                .get("code")
                .stringValue())
        .isEqualTo("holder-ambiguous");
  }

  private static Map<String, String> streamed(String query) {
    return http.get("/api/owners" + query, "application/x-ndjson")
        .body()
        .lines()
        .map(line -> JsonMapper.shared().readTree(line))
        .collect(
            Collectors.toMap(
                line -> line.get("customer").stringValue(),
                line -> line.get("holder") + "",
                (a, _) -> a + " twice",
                TreeMap::new));
  }

  private static Map<String, String> expected(Instant asOf, Instant knownAt) {
    Map<String, String> expected = new TreeMap<>();
    HISTORY.stream()
        .filter(recorded -> recorded.event() instanceof CustomerEvent)
        .collect(Collectors.groupingBy(Recorded::stream))
        .forEach(
            (customer, stream) -> {
              switch (CustomerAt.of(stream, asOf, knownAt).holder()) {
                case null -> {}
                case Holder.Owner(var rep) ->
                    expected.put(customer.toString(), "{\"rep\":\"" + rep + "\"}");
                case Holder.Pool(var pool) ->
                    expected.put(customer.toString(), "{\"pool\":\"" + pool + "\"}");
              }
            });
    return expected;
  }
}

package custody.query.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.Id;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibleAt;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.query.reps.RepsFixture;
import custody.service.field.FieldProperties;
import custody.store.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
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
  private static final Map<UUID, List<Recorded>> STREAMS =
      HISTORY.stream()
          .filter(recorded -> recorded.event() instanceof CustomerEvent)
          .collect(Collectors.groupingBy(Recorded::stream));
  private static final List<UUID> REPS =
      HISTORY.stream()
          .filter(recorded -> recorded.event() instanceof RepEvent.Joined)
          .map(Recorded::stream)
          .toList();
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
            List.of(OwnershipController.class, ResponsibleController.class, PoolsController.class));
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
  void aRepsCustomersAreThoseTheRepOwnsOrStandsInFor() {
    List<Instant> moments = Histories.moments(HISTORY);
    int covered = 0;
    for (int i = 0; i < 12; i++) {
      Instant asOf = i == 0 ? NOW : moments.get(i * 37 % moments.size());
      Instant knownAt = i == 0 ? NOW : moments.get(moments.size() - 1 - i * 11 % moments.size());
      for (UUID rep : REPS) {
        Map<String, String> expected = customersOf(rep, asOf, knownAt);
        covered += (int) expected.values().stream().filter(it -> !it.isEmpty()).count();
        String list = "/api/reps/" + rep + "/customers?asOf=" + asOf + "&knownAt=" + knownAt;
        Map<String, String> paged = new TreeMap<>();
        String next = "";
        do {
          JsonNode page = http.json(list + "&limit=4" + next);
          page.get("owners").forEach(it -> paged.put(it.get("customer").asString(), cover(it)));
          next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
        } while (!next.isEmpty());
        Map<String, String> streamed =
            http.get(list, "application/x-ndjson")
                .body()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .collect(
                    Collectors.toMap(
                        it -> it.get("customer").asString(), OwnershipHttpTest::cover));
        assertThat(paged.keySet()).isEqualTo(expected.keySet());
        assertThat(streamed).isEqualTo(paged);
        paged.forEach((customer, cover) -> assertThat(expected.get(customer)).contains(cover));
        assertThat(http.json(list + "&covered=false&limit=1000").get("owners"))
            .hasSize((int) expected.values().stream().filter(String::isEmpty).count());
      }
    }
    assertThat(covered).as("covers, or this test says nothing").isGreaterThan(5);
  }

  private static String cover(JsonNode owned) {
    return owned.path("cover").asString("");
  }

  /// To each customer the covers by this rep; none where the rep is the owner.
  private static Map<String, String> customersOf(UUID rep, Instant asOf, Instant knownAt) {
    Map<String, String> customers = new TreeMap<>();
    STREAMS.forEach(
        (customer, stream) -> {
          CustomerAt at = CustomerAt.of(stream, asOf, knownAt);
          String covers =
              at.responsible().covers().values().stream()
                  .filter(it -> it.by().value().equals(rep))
                  .map(it -> it.cover().toString())
                  .collect(Collectors.joining(" "));
          if (new Holder.Owner(new RepId(rep)).equals(at.holder())) {
            customers.put(customer.toString(), "");
          } else if (!covers.isEmpty()) {
            customers.put(customer.toString(), covers);
          }
        });
    return customers;
  }

  @Test
  void whoHasWaitedLongestInAPoolComesFirst() {
    int found = 0;
    for (JsonNode pool : http.json("/api/pools").get("pools")) {
      String name = pool.get("pool").stringValue();
      List<Instant> since = new ArrayList<>();
      Set<String> customers = new TreeSet<>();
      String next = "";
      do {
        JsonNode page =
            http.json(
                "/api/pools/"
                    + URLEncoder.encode(name, StandardCharsets.UTF_8)
                    + "/customers?limit=2"
                    + next);
        page.get("customers")
            .forEach(
                waits -> {
                  since.add(Instant.parse(waits.get("since").stringValue()));
                  customers.add(waits.get("customer").stringValue());
                });
        next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
      } while (!next.isEmpty());
      assertThat(since).isSorted();
      Set<String> expected = new TreeSet<>();
      expected(NOW, NOW)
          .forEach(
              (customer, holder) -> {
                if (holder.equals("{\"pool\":\"" + name + "\"}")) {
                  expected.add(customer);
                }
              });
      assertThat(customers).isEqualTo(expected);
      assertThat(pool.get("customers").asInt()).isEqualTo(expected.size());
      found += customers.size();
    }
    assertThat(found).isPositive();
  }

  @Test
  void whoIsResponsibleAtAMomentIsAnsweredAsTheDefinitionSays() {
    List<Instant> moments = Histories.moments(HISTORY);
    int[] turn = {0};
    STREAMS.forEach(
        (customer, stream) -> {
          Instant asOf = moments.get(turn[0] * 41 % moments.size());
          Instant knownAt = moments.get(moments.size() - 1 - turn[0]++ * 13 % moments.size());
          ResponsibleAt at = CustomerAt.of(stream, asOf, knownAt).responsible();
          String times = "?asOf=" + asOf + "&knownAt=" + knownAt;
          String of = "/api/customers/" + customer;
          JsonNode covers = http.json(of + "/covers" + times).get("covers");
          assertThat(covers.valueStream().map(it -> it.get("cover").asString()))
              .containsExactlyElementsOf(at.covers().keySet().stream().map(Id::toString).toList());
          CoverStarted acting = at.acting();
          assertThat(
                  covers
                      .valueStream()
                      .filter(it -> it.get("acting").booleanValue())
                      .map(it -> it.get("by").asString()))
              .containsExactlyElementsOf(
                  acting == null ? List.of() : List.of(acting.by().toString()));
          assertThat(http.json(of + "/collaborators" + times).get("collaborators"))
              .hasSize(at.collaborators().size());
          assertThat(
                  http.json(of + "/stewards" + times)
                      .get("stewards")
                      .valueStream()
                      .map(it -> it.get("account").asString()))
              .containsExactlyElementsOf(
                  at.stewards().values().stream().map(it -> it.account().toString()).toList());
          assertThat(http.json(of + "/exemptions" + times).get("exemptions"))
              .hasSize(at.exemptions().size());
        });
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

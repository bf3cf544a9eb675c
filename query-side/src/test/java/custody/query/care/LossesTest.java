package custody.query.care;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.ChurnEvent.ChurnRecorded;
import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Definition;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.Seed;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.query.history.HistoryView;
import custody.query.ownership.OwnershipFixture;
import custody.service.field.FieldProperties;
import custody.store.TestDatabase;
import custody.wire.ContractJson;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class LossesTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();
  private static final List<Recorded> HISTORY = Histories.of(SEED, 30, 5, 700);
  private static final Instant NOW = HISTORY.getLast().recordedAt().plusSeconds(60);
  private static final List<Instant> MOMENTS = Histories.moments(HISTORY);
  private static TestHttp http;

  @BeforeAll
  static void start() {
    new TestView(new HistoryView(), database.dataSource()).apply(HISTORY, new Random(SEED), 100);
    OwnershipFixture.view(database.dataSource()).apply(HISTORY, new Random(SEED), 100);
    http =
        new TestHttp(
            database.dataSource(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new FieldProperties(List.of(), List.of(), "CN"),
            List.of(LossesController.class));
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @Test
  void aLossIsThatOfWhoeverHadTheCustomerThenAsKnownAtAnyTime() {
    Random random = new Random(SEED);
    int found = 0;
    for (int i = 0; i < 25; i++) {
      Instant knownAt = i == 0 ? NOW : MOMENTS.get(random.nextInt(MOMENTS.size()));
      List<String> expected = expected(knownAt);
      found += expected.size();
      List<String> answered = new ArrayList<>();
      long counted = 0;
      String next = "";
      do {
        JsonNode page = http.json("/api/churn?limit=3&to=" + NOW + "&knownAt=" + knownAt + next);
        page.get("losses").forEach(loss -> answered.add(line(loss)));
        next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
      } while (!next.isEmpty());
      for (JsonNode sum :
          http.json("/api/churn/by-owner?to=" + NOW + "&knownAt=" + knownAt).get("losses")) {
        counted += sum.get("customers").asLong();
      }
      assertThat(answered).as("seed %d, %s", SEED, knownAt).hasSameElementsAs(expected);
      assertThat(answered).hasSameSizeAs(expected);
      assertThat(counted).isEqualTo(expected.size());
    }
    assertThat(found).as("losses, or this test says nothing").isGreaterThan(20);
  }

  private static String line(JsonNode loss) {
    return "%s %s %s %s %s"
        .formatted(
            loss.get("customer").asString(),
            loss.get("at").asString(),
            loss.get("holder"),
            loss.get("reason").asString(),
            loss.path("yearlyCost").path("amount").asString(""));
  }

  private static List<String> expected(Instant knownAt) {
    List<String> losses = new ArrayList<>();
    HISTORY.stream()
        .filter(recorded -> recorded.event() instanceof CustomerEvent)
        .collect(Collectors.groupingBy(Recorded::stream))
        .forEach(
            (customer, stream) -> {
              for (Recorded recorded : Definition.select(stream, NOW.minusNanos(1000), knownAt)) {
                if (recorded.event() instanceof ChurnRecorded it) {
                  Instant at = recorded.effectiveAt();
                  losses.add(
                      "%s %s %s %s %s"
                          .formatted(
                              customer,
                              at,
                              ContractJson.plain()
                                  .valueToTree(CustomerAt.of(stream, at, knownAt).holder()),
                              it.reason(),
                              it.yearlyCost() == null ? "" : it.yearlyCost().amount()));
                }
              }
            });
    return losses;
  }
}

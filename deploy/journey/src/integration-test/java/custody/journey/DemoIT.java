package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Recorded;
import custody.journey.Deployment.Way;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// The demo company, on a PostgreSQL that does not come with Custody.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {
  private final Deployment custody =
      new Deployment(Way.ON_POSTGRES, "--spring.profiles.active=demo");
  private final Client client = custody.client("user:visitor");

  @AfterAll
  void stop() {
    custody.close();
  }

  @Test
  void fiveYearsAreThereOnceAndEveryViewTellsThemAlike() {
    facts();
    // A start that told of whoever owns the customer then would tell of this one now.
    move("南山便利店", "孙强", "李娜");
    long facts = facts();
    assertThat(custody.commands().stop()).as("exit code after SIGTERM").isEqualTo(143);
    custody.commands().startAgain();
    custody.awaitReady();

    assertThat(facts()).as("the demo is recorded once").isEqualTo(facts);
    assertThat(custody.directory().resolve("data/postgres")).doesNotExist();
    assertThat(client.get("/api/reps").expect(200).at("/reps").size()).isEqualTo(11);
    Oracle oracle = new Oracle(custody.client("service:desk"));
    Random random = new Random(1);
    Map<UUID, List<Recorded>> histories = new HashMap<>();
    for (JsonNode found :
        client
            .get("/api/customers?limit=1000")
            .expect(200)
            .at("/customers")
            .valueStream()
            .toList()) {
      UUID customer = UUID.fromString(found.path("id").asString());
      histories.put(customer, oracle.check(customer, random));
    }
    assertThat(histories).hasSize(31);
    Instant now = Instant.now();
    for (String asOf : List.of("2022-01-01T00:00:00Z", "2025-02-01T00:00:00Z", now.toString())) {
      oracle.checkOwnersOfAll(histories, Instant.parse(asOf), now);
    }
  }

  private void move(String customer, String owner, String to) {
    JsonNode reps = client.get("/api/reps").expect(200).at("/reps");
    String path = "/api/customers?limit=1000&owner=" + idOf(owner, reps);
    String id = idOf(customer, client.get(path).expect(200).at("/customers"));
    client
        .post(
            "/api/customers/" + id + "/transfer",
            "{\"to\": \"%s\", \"reason\": \"nearer\"}".formatted(idOf(to, reps)))
        .expect(200);
  }

  private static String idOf(String name, JsonNode all) {
    return all.valueStream()
        .filter(it -> it.path("name").asString("").equals(name))
        .map(it -> it.path("id").asString())
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + all));
  }

  /// Once all views have them.
  private long facts() {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      JsonNode views = client.get("/api/views").expect(200).json();
      long head = views.path("head").asLong();
      if (head > 0
          && views
              .path("views")
              .valueStream()
              .allMatch(it -> it.path("position").asLong() == head)) {
        return head;
      }
      assertThat(System.nanoTime()).as("%s", views).isLessThan(deadline);
      Child.pause();
    }
  }
}

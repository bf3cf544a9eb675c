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

package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import custody.journey.Deployment.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// The sample company's import is killed in the middle, with nobody to tell it. Whoever starts next
/// goes on, and in the end everything is recorded, once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportKilledIT {
  private static final Path FILES = Path.of("../standalone/src/main/resources/crm-sales");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Deployment custody =
      new Deployment(
          Way.SPLIT,
          "--custody.import.page-facts=200",
          "--custody.import.append-facts=50",
          "--custody.fields.customer[0].name=sector",
          "--custody.fields.customer[0].type=text",
          "--custody.fields.customer[1].name=yearEstablished",
          "--custody.fields.customer[1].type=number",
          "--custody.fields.customer[2].name=revenue",
          "--custody.fields.customer[2].type=money",
          "--custody.fields.customer[3].name=employees",
          "--custody.fields.customer[3].type=number",
          "--custody.fields.customer[4].name=officeLocation",
          "--custody.fields.customer[4].type=text",
          "--custody.fields.customer[5].name=subsidiaryOf",
          "--custody.fields.customer[5].type=text");
  private final Client client = custody.client("user:importer");

  @AfterAll
  void stop() {
    custody.close();
  }

  @Test
  void aKilledImportGoesOnWithoutLossOrDoubles() throws Exception {
    ended(send("sales_teams"));
    ended(send("accounts"));
    String pipeline = send("sales_pipeline");
    for (int percent : new int[] {10, 50}) {
      reached(pipeline, percent);
      custody.commands().kill();
      custody.commands().startAgain();
      custody.awaitReady();
    }
    ended(pipeline);
    Map<String, Long> recorded = recorded();
    assertThat(recorded).isEqualTo(expected());

    JsonNode again = ended(send("sales_pipeline"));
    assertThat(again.path("created").asInt() + again.path("amended").asInt()).isZero();
    assertThat(recorded()).isEqualTo(recorded);
  }

  /// How many events of which name the files imply.
  private static Map<String, Long> expected() throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line :
        Files.readAllLines(FILES.resolve("sales_pipeline.csv")).stream().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      if (!cells[3].isEmpty()) {
        rows.add(cells);
      }
    }
    Map<String, Long> expected = new TreeMap<>();
    expected.put("rep.joined", 35L);
    expected.put("customer.registered", 85L);
    expected.put("follow-up.recorded", (long) rows.size());
    Set<String> bought = new HashSet<>();
    Map<String, Map<String, String>> owners = new HashMap<>();
    for (String[] row : rows) {
      if (!row[5].isEmpty()) { // of several on one day the last counts
        owners.computeIfAbsent(row[3], _ -> new TreeMap<>()).put(row[5], row[1]);
      }
      if (row[4].equals("Won")) {
        bought.add(row[3] + "/" + row[2].replace("GTXPro", "GTX Pro"));
      }
    }
    for (Map<String, String> days : owners.values()) {
      String before = "";
      for (String agent : days.values()) {
        if (!agent.equals(before)) {
          expected.merge(
              before.isEmpty() ? "ownership.assigned" : "ownership.transferred", 1L, Long::sum);
        }
        before = agent;
      }
    }
    expected.put("assortment.reported", (long) bought.size());
    return expected;
  }

  private Map<String, Long> recorded() throws SQLException {
    String url =
        custody.postgres().settings().stream()
            .filter(setting -> setting.startsWith("--spring.datasource.url="))
            .findFirst()
            .orElseThrow()
            .substring("--spring.datasource.url=".length());
    Map<String, Long> counts = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(url, "custody", "custody");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT name, count(*) FROM custody.event GROUP BY name")) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
    }
    return counts;
  }

  private String send(String name) throws IOException {
    return client
        .upload(
            "/api/imports",
            name + ".csv",
            Files.readAllBytes(FILES.resolve(name + ".csv")),
            Files.readString(FILES.resolve(name + ".json")))
        .expect(202)
        .text("/operation");
  }

  private void reached(String operation, int percent) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Answer answer = client.get(operation);
      long total = answer.at("/total").asLong(0);
      if (total > 0 && answer.at("/done").asLong(0) * 100 >= total * percent) {
        return;
      }
      Child.pause();
    }
    throw new AssertionError("the import did not get that far");
  }

  private JsonNode ended(String operation) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Answer answer = client.get(operation);
      if (!answer.text("/state").equals("running")) {
        assertThat(answer.text("/state")).as(answer.text()).isEqualTo("done");
        return answer.at("/detail");
      }
      Child.pause();
    }
    throw new AssertionError("the import did not end");
  }
}

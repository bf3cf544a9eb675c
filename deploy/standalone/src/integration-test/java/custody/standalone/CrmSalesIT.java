package custody.standalone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import custody.access.TestAccess;
import custody.contract.Event;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.OwnershipEvent;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RepEvent.Joined;
import custody.store.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The sample company, imported over HTTP with the mappings that ship with it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrmSalesIT {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final String[] SETTINGS = {
    "--server.port=0",
    "--management.server.port=0",
    "--custody.fields.customer[0].name=sector",
    "--custody.fields.customer[0].type=choice",
    "--custody.fields.customer[0].choices=employment,entertainment,finance,marketing,medical,retail,"
        + "services,software,technology,telecommunications",
    "--custody.fields.customer[1].name=yearEstablished",
    "--custody.fields.customer[1].type=number",
    "--custody.fields.customer[2].name=revenue",
    "--custody.fields.customer[2].type=money",
    "--custody.fields.customer[3].name=employees",
    "--custody.fields.customer[3].type=number",
    "--custody.fields.customer[4].name=officeLocation",
    "--custody.fields.customer[4].type=text",
    "--custody.fields.customer[4].personal=false",
    "--custody.fields.customer[5].name=subsidiaryOf",
    "--custody.fields.customer[5].type=text",
  };

  @TempDir static Path directory;
  private static ConfigurableApplicationContext custody;
  private static HttpClient client;
  private static String token;

  @BeforeAll
  static void start() {
    List<String> arguments = new ArrayList<>(List.of(SETTINGS));
    arguments.add("--custody.data-dir=" + directory);
    arguments.add("--custody.import.page-facts=1000");
    custody = Standalone.run(arguments.toArray(String[]::new));
    client = HttpClient.newHttpClient();
    token = TestAccess.to(custody).bearer("service:importer");
  }

  @AfterAll
  static void stop() {
    client.close();
    custody.close();
  }

  @Test
  @Order(1)
  void aDryRunSaysWhatWouldHappenAndRecordsNothing() throws Exception {
    JsonNode detail = imported("sales_teams", true);
    assertThat(detail.get("created").asInt()).isEqualTo(35);
    assertThat(events()).isEmpty();
    assertThat(
            get("/api/imports/" + detail.get("id").asString() + "/report")
                .body()
                .lines()
                .filter(line -> line.contains("\"outcome\":\"create\"")))
        .hasSize(35);
  }

  @Test
  @Order(2)
  void repsAndCustomersAreThereAndWhatIsDirtyIsReported() throws Exception {
    assertThat(imported("sales_teams", false).get("created").asInt()).isEqualTo(35);
    JsonNode accounts = imported("accounts", false);
    assertThat(accounts.get("created").asInt()).isEqualTo(85);
    assertThat(accounts.get("codes").get("unknown-choice").asInt()).isEqualTo(12);
    assertThat(events(Joined.class)).hasSize(35);
    assertThat(events(Registered.class)).hasSize(85);
  }

  @Test
  @Order(3)
  void engagementsAreFollowUpsOfTheirOriginalAuthorsAndTimes() throws Exception {
    long started = System.nanoTime();
    JsonNode pipeline = imported("sales_pipeline", false);
    System.out.printf(
        "crm-sales pipeline: %.1f s for 8,800 rows%n", (System.nanoTime() - started) / 1e9);
    assertThat(pipeline.get("codes").get("customer-missing").asInt()).isEqualTo(1425);
    assertThat(pipeline.get("codes").get("import-time-used").asInt()).isEqualTo(162);
    assertThat(pipeline.get("rejected").asInt()).isEqualTo(1425);
    List<Recorded> followUps = events(FollowUpRecorded.class);
    assertThat(followUps)
        .hasSize(7375)
        .allMatch(it -> requireNonNull(it.envelope().source()).author() != null);
    String csv = get("/api/imports/" + pipeline.get("id").asString() + "/rejects").body();
    assertThat(csv.lines()).hasSize(1426);
    assertThat(csv.lines().findFirst().orElseThrow())
        .isEqualTo(
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,"
                + "close_value,custody_row,custody_reason");
  }

  @Test
  @Order(4)
  void theLatestEngagementsAgentIsTheOwner() throws Exception {
    List<Engagement> engagements = engagements();
    Map<String, Engagement> byId = new HashMap<>();
    engagements.forEach(it -> byId.put(it.id(), it));
    // Which rep and which customer the names in the file are, as the follow-ups say it.
    Map<String, UUID> reps = new HashMap<>();
    Map<String, UUID> customers = new HashMap<>();
    for (Recorded recorded : events(FollowUpRecorded.class)) {
      ImportSource source = requireNonNull(recorded.envelope().source());
      Engagement engagement = requireNonNull(byId.get(source.record()));
      FollowUpRecorded followUp = (FollowUpRecorded) recorded.event();
      reps.put(engagement.agent(), requireNonNull(followUp.details().rep()).value());
      customers.put(engagement.account(), recorded.stream());
    }
    assertThat(customers).hasSize(85);

    Map<UUID, TreeMap<Instant, UUID>> expected = new HashMap<>();
    for (Engagement it : engagements) {
      if (!it.account().isEmpty() && !it.day().isEmpty()) {
        expected
            .computeIfAbsent(requireNonNull(customers.get(it.account())), _ -> new TreeMap<>())
            .put(
                LocalDate.parse(it.day()).atStartOfDay(ZONE).toInstant(),
                requireNonNull(reps.get(it.agent())));
      }
    }
    int checked = 0;
    for (Map.Entry<UUID, TreeMap<Instant, UUID>> customer : expected.entrySet()) {
      List<Recorded> stream = custody.getBean(EventLog.class).stream(customer.getKey());
      for (Map.Entry<Instant, UUID> at : customer.getValue().entrySet()) {
        assertThat(owner(stream, at.getKey())).isEqualTo(at.getValue());
        checked++;
      }
      assertThat(owner(stream, customer.getValue().firstKey().minusSeconds(1))).isNull();
    }
    assertThat(checked).isGreaterThan(6000);
  }

  @Test
  @Order(5)
  void theSameAgainChangesNothing() throws Exception {
    int before = events().size();
    for (String file : List.of("sales_teams", "accounts", "sales_pipeline")) {
      JsonNode again = imported(file, false);
      assertThat(again.get("created").asInt()).as(file + again).isZero();
      assertThat(again.get("amended").asInt()).as(file + again).isZero();
    }
    assertThat(events()).hasSize(before);
  }

  @Test
  @Order(6)
  void nothingPersonalIsReadableInTheStoreOrLeftOfTheImport() {
    JdbcClient jdbc = JdbcClient.create(custody.getBean(javax.sql.DataSource.class));
    for (String table :
        List.of("custody.event", "custody.import", "custody.import_report", "custody.claim")) {
      for (String name : List.of("Acme Corporation", "Anna Snelling", "Moses Frase")) {
        assertThat(
                jdbc.sql("SELECT count(*) FROM " + table + " t WHERE t::text LIKE :name")
                    .param("name", "%" + name + "%")
                    .query(Long.class)
                    .single())
            .as(table + " " + name)
            .isZero();
      }
    }
    for (String table : List.of("custody.import_part", "custody.import_fact")) {
      assertThat(jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single()).isZero();
    }
  }

  private static @Nullable UUID owner(List<Recorded> stream, Instant at) {
    @Nullable Holder holder = null;
    for (Recorded recorded : stream.stream().sorted(Recorded.IN_EFFECTIVE_ORDER).toList()) {
      if (recorded.effectiveAt().isAfter(at)) {
        break;
      }
      if (recorded.event() instanceof OwnershipEvent it) {
        holder = it.to();
      }
    }
    return holder instanceof Holder.Owner(var rep) ? rep.value() : null;
  }

  private static List<Recorded> events() {
    EventLog log = custody.getBean(EventLog.class);
    List<Recorded> all = new ArrayList<>();
    List<Recorded> next = log.after(0, 5000);
    while (!next.isEmpty()) {
      all.addAll(next);
      next = log.after(all.getLast().position(), 5000);
    }
    return all;
  }

  private static List<Recorded> events(Class<? extends Event> type) {
    return events().stream().filter(it -> type.isInstance(it.event())).toList();
  }

  private static JsonNode imported(String name, boolean dryRun) throws Exception {
    return custodyClient()
        .imported(
            name + ".csv",
            resource(name + ".csv"),
            new String(resource(name + ".json"), StandardCharsets.UTF_8),
            dryRun);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return custodyClient().get(path);
  }

  private static ImportClient custodyClient() {
    return new ImportClient(
        client,
        custody.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
        token);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = new ClassPathResource("crm-sales/" + name).getInputStream()) {
      return in.readAllBytes();
    }
  }

  private record Engagement(String id, String agent, String account, String day) {}

  private static List<Engagement> engagements() throws IOException {
    return new String(resource("sales_pipeline.csv"), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(cells -> new Engagement(cells[0], cells[1], cells[3], cells[5]))
        .toList();
  }
}

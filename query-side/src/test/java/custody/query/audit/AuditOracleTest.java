package custody.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Definition;
import custody.contract.FollowUpEvent;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.ProfileEvent;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.Seed;
import custody.query.TestHttp;
import custody.query.handover.HandoversFixture;
import custody.query.history.HistoryFixture;
import custody.query.ownership.OwnershipFixture;
import custody.query.reps.RepsFixture;
import custody.service.field.FieldProperties;
import custody.store.TestDatabase;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// The answers over HTTP, held against the naive definition on generated histories.
class AuditOracleTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();
  private static final List<Recorded> HISTORY = Histories.of(SEED, 25, 6, 900);
  private static final Instant NOW = HISTORY.getLast().recordedAt().plusSeconds(60);
  private static final List<Instant> MOMENTS = Histories.moments(HISTORY);
  private static final Map<UUID, List<Recorded>> CUSTOMERS =
      HISTORY.stream()
          .filter(it -> it.event() instanceof CustomerEvent)
          .collect(
              Collectors.groupingBy(Recorded::stream, LinkedHashMap::new, Collectors.toList()));
  private static TestHttp http;

  private final Random random = new Random(SEED);

  @BeforeAll
  static void start() {
    var source = database.dataSource();
    OwnershipFixture.view(source).apply(HISTORY, new Random(SEED), 100);
    RepsFixture.view(source).apply(HISTORY, new Random(SEED), 100);
    HistoryFixture.view(source).apply(HISTORY, new Random(SEED), 100);
    HandoversFixture.view(source);
    http =
        new TestHttp(
            source,
            Clock.fixed(NOW, ZoneOffset.UTC),
            new FieldProperties(List.of(), List.of(), "CN"),
            List.of(AuditController.class));
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  private Instant moment() {
    return MOMENTS.get(random.nextInt(MOMENTS.size()));
  }

  private static JsonNode rows(String question) {
    JsonNode answer = http.json("/api/audit/" + question);
    assertThat(answer.get("httpStatus").asInt()).as("%s of seed %d", answer, SEED).isEqualTo(200);
    return answer.get("rows");
  }

  private static @Nullable String holder(@Nullable Holder holder) {
    return switch (holder) {
      case Holder.Owner(RepId rep) -> "rep " + rep;
      case Holder.Pool(String pool) -> "pool " + pool;
      case null -> null;
    };
  }

  private static @Nullable String holder(JsonNode row, String rep, String pool) {
    return row.has(rep)
        ? "rep " + row.get(rep).asString()
        : row.has(pool) ? "pool " + row.get(pool).asString() : null;
  }

  private static @Nullable Holder at(UUID customer, Instant asOf, Instant knownAt) {
    return CustomerAt.of(Objects.requireNonNull(CUSTOMERS.get(customer)), asOf, knownAt).holder();
  }

  @Test
  void theOwnerAtADateAsKnownAtAnother() {
    for (int i = 0; i < 60; i++) {
      UUID customer = List.copyOf(CUSTOMERS.keySet()).get(random.nextInt(CUSTOMERS.size()));
      Instant asOf = moment();
      Instant knownAt = moment();
      JsonNode rows = rows("owner?customer=" + customer + "&asOf=" + asOf + "&knownAt=" + knownAt);
      String expected = holder(at(customer, asOf, knownAt));
      assertThat(rows.isEmpty() ? null : holder(rows.get(0), "rep", "pool"))
          .as("seed %d, %s, as of %s, known at %s", SEED, customer, asOf, knownAt)
          .isEqualTo(expected);
    }
  }

  @Test
  void everyChangeOfOwnerInAPeriod() {
    for (int i = 0; i < 10; i++) {
      Instant from = moment();
      Instant to = from.plus(Duration.ofDays(30 + random.nextInt(300)));
      Instant knownAt = moment();
      Set<String> told = new TreeSet<>();
      rows("changes?from=" + from + "&to=" + to + "&knownAt=" + knownAt)
          .forEach(
              row ->
                  told.add(
                      row.get("customer").asString()
                          + " "
                          + row.get("at").asString()
                          + " "
                          + holder(row, "fromRep", "fromPool")
                          + " to "
                          + holder(row, "toRep", "toPool")));
      Set<String> expected = new TreeSet<>();
      CUSTOMERS.forEach(
          (customer, stream) -> {
            Set<Instant> moves =
                Definition.select(stream, Instant.MAX, knownAt).stream()
                    .filter(
                        it ->
                            it.event() instanceof OwnershipEvent
                                || it.event() instanceof ProfileEvent.Registered)
                    .map(Recorded::effectiveAt)
                    .filter(it -> !it.isBefore(from) && it.isBefore(to))
                    .collect(Collectors.toSet());
            for (Instant at : moves) {
              String before = holder(at(customer, at.minusNanos(1000), knownAt));
              String after = holder(at(customer, at, knownAt));
              if (before != null && !before.equals(after)) {
                expected.add(customer + " " + at + " " + before + " to " + after);
              }
            }
          });
      assertThat(told)
          .as("seed %d, from %s to %s, known at %s", SEED, from, to, knownAt)
          .isEqualTo(expected);
    }
  }

  @Test
  void customersNobodyContactedSinceTheyCameToTheirOwner() {
    for (int i = 0; i < 30; i++) {
      Instant asOf = moment();
      Instant knownAt = moment();
      Set<String> told = new TreeSet<>();
      rows("uncontacted?asOf=" + asOf + "&knownAt=" + knownAt)
          .forEach(row -> told.add(row.get("customer").asString()));
      Set<String> expected = new TreeSet<>();
      CUSTOMERS.forEach(
          (customer, stream) -> {
            List<Recorded> holds = Definition.select(stream, asOf, knownAt);
            Recorded move = null;
            for (Recorded recorded : holds) {
              if (recorded.event() instanceof OwnershipEvent
                  || recorded.event() instanceof ProfileEvent.Registered) {
                move = recorded;
              }
            }
            if (move == null
                || at(customer, move.effectiveAt().minusNanos(1000), knownAt) == null
                || !(CustomerAt.of(stream, asOf, knownAt).holder() instanceof Holder.Owner)
                || CustomerAt.of(stream, asOf, knownAt).mergedInto() != null) {
              return;
            }
            Instant since = move.effectiveAt();
            boolean contacted =
                holds.stream()
                    .anyMatch(
                        it ->
                            it.event() instanceof FollowUpEvent.FollowUpRecorded
                                && !it.effectiveAt().isBefore(since));
            if (!contacted) {
              expected.add(customer.toString());
            }
          });
      assertThat(told)
          .as("seed %d, as of %s, known at %s", SEED, asOf, knownAt)
          .isEqualTo(expected);
    }
  }

  @Test
  void howManyCustomersEachRepHadOverTime() {
    Instant from = NOW.minus(Duration.ofDays(400));
    Instant knownAt = moment();
    Map<String, Integer> told = new TreeMap<>();
    rows("counts?from=" + from + "&step=week&knownAt=" + knownAt)
        .forEach(
            row ->
                told.put(
                    row.get("at").asString() + " " + row.get("rep").asString(),
                    row.get("customers").asInt()));
    Map<String, Integer> expected = new TreeMap<>();
    for (Instant at = from; !at.isAfter(NOW); at = at.plus(Duration.ofDays(7))) {
      for (UUID customer : CUSTOMERS.keySet()) {
        if (at(customer, at, knownAt) instanceof Holder.Owner(RepId rep)) {
          expected.merge(at + " " + rep, 1, Integer::sum);
        }
      }
    }
    assertThat(told).as("seed %d, known at %s", SEED, knownAt).isEqualTo(expected);
  }

  @Test
  void ofATeamThoseAreToldWhoAreInItNow() {
    Map<String, String> teams = new TreeMap<>();
    HISTORY.stream()
        .filter(it -> !it.effectiveAt().isAfter(NOW))
        .sorted(Comparator.comparing(Recorded::effectiveAt).thenComparing(Recorded::position))
        .forEach(
            it -> {
              if (it.event() instanceof RepEvent.Joined joined) {
                teams.put(it.stream().toString(), joined.team());
              } else if (it.event() instanceof RepEvent.Moved moved) {
                teams.put(it.stream().toString(), moved.team());
              }
            });
    String period = "?from=" + NOW.minus(Duration.ofDays(900)) + "&step=week";
    for (String question : List.of("counts" + period, "follow-ups" + period)) {
      List<JsonNode> all = rows(question).valueStream().toList();
      assertThat(all).as(question).isNotEmpty();
      for (String team : Set.copyOf(teams.values())) {
        assertThat(
                rows(question + "&team=" + URLEncoder.encode(team, StandardCharsets.UTF_8))
                    .valueStream())
            .as("%s of %s, seed %d", question, team, SEED)
            .containsExactlyElementsOf(
                all.stream()
                    .filter(row -> team.equals(teams.get(row.get("rep").asString())))
                    .toList());
      }
    }
  }

  @Test
  void intervalsSayAtEveryMomentWhoHadWhat() {
    Instant knownAt = moment();
    JsonNode intervals =
        rows("intervals?from=1900-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&knownAt=" + knownAt);
    for (int i = 0; i < 40; i++) {
      Instant asOf = moment();
      Map<String, String> told = new TreeMap<>();
      intervals.forEach(
          row -> {
            if (!Instant.parse(row.get("from").asString()).isAfter(asOf)
                && (!row.has("to") || Instant.parse(row.get("to").asString()).isAfter(asOf))) {
              told.put(row.get("customer").asString(), row.get("rep").asString());
            }
          });
      Map<String, String> expected = new TreeMap<>();
      for (UUID customer : CUSTOMERS.keySet()) {
        if (at(customer, asOf, knownAt) instanceof Holder.Owner(RepId rep)) {
          expected.put(customer.toString(), rep.toString());
        }
      }
      assertThat(told)
          .as("seed %d, as of %s, known at %s", SEED, asOf, knownAt)
          .isEqualTo(expected);
    }
  }

  @Test
  void movesDatedBackWithTheDifferenceTheyMade() {
    Map<String, List<JsonNode>> told = new HashMap<>();
    rows("backdated?from=1900-01-01T00:00:00Z")
        .forEach(
            row ->
                told.computeIfAbsent(row.get("event").asString(), _ -> new ArrayList<>()).add(row));
    CUSTOMERS.forEach(
        (customer, stream) -> {
          for (Recorded move : stream) {
            if (!(move.event() instanceof OwnershipEvent)
                || !move.effectiveAt().isBefore(move.recordedAt())) {
              continue;
            }
            List<JsonNode> rows = told.remove(move.eventId().toString());
            assertThat(rows).as("seed %d: %s", SEED, move).isNotNull();
            for (int i = 0; i < 12; i++) {
              Instant at = moment();
              if (at.isBefore(move.effectiveAt()) || !at.isBefore(move.recordedAt())) {
                continue;
              }
              Instant asked = at;
              String before = holder(at(customer, at, move.recordedAt().minusNanos(1000)));
              String after = holder(at(customer, at, move.recordedAt()));
              Recorded decides =
                  Definition.select(stream, at, move.recordedAt()).stream()
                      .filter(
                          it ->
                              it.event() instanceof OwnershipEvent
                                  || it.event() instanceof ProfileEvent.Registered)
                      .reduce((_, later) -> later)
                      .orElseThrow();
              List<String> said = new ArrayList<>();
              Objects.requireNonNull(rows)
                  .forEach(
                      row -> {
                        if (row.has("differsFrom")
                            && !Instant.parse(row.get("differsFrom").asString()).isAfter(asked)
                            && Instant.parse(row.get("differsTo").asString()).isAfter(asked)) {
                          said.add(
                              holder(row, "repBefore", "poolBefore")
                                  + " to "
                                  + holder(row, "repAfter", "poolAfter"));
                        }
                      });
              boolean differs = before != null && decides.equals(move) && !before.equals(after);
              assertThat(said)
                  .as("seed %d, %s at %s", SEED, move, at)
                  .isEqualTo(differs ? List.of(before + " to " + after) : List.of());
            }
          }
        });
    assertThat(told).isEmpty();
  }

  @Test
  void whoHeldATerritoryOverTime() {
    Map<UUID, List<Recorded>> reps =
        HISTORY.stream()
            .filter(it -> it.event() instanceof RepEvent)
            .collect(Collectors.groupingBy(Recorded::stream));
    for (int i = 0; i < 30; i++) {
      String territory = "territory-" + random.nextInt(5);
      Instant knownAt = moment();
      Instant asOf = moment();
      Set<String> told = new TreeSet<>();
      rows("territory?territory=" + territory + "&knownAt=" + knownAt)
          .forEach(
              row -> {
                if (!Instant.parse(row.get("from").asString()).isAfter(asOf)
                    && (!row.has("to") || Instant.parse(row.get("to").asString()).isAfter(asOf))) {
                  told.add(row.get("rep").asString() + " " + row.get("team").asString());
                }
              });
      Set<String> expected = new TreeSet<>();
      reps.forEach(
          (rep, stream) -> {
            boolean active = false;
            String team = "";
            String where = "";
            for (Recorded recorded : Definition.select(stream, asOf, knownAt)) {
              switch ((RepEvent) recorded.event()) {
                case RepEvent.Joined it -> {
                  active = true;
                  team = it.team();
                  where = it.territory();
                }
                case RepEvent.Moved it -> {
                  team = it.team();
                  where = it.territory();
                }
                case RepEvent.Left _ -> active = false;
                case RepEvent.LeavingAnnounced _, RepEvent.PersonalDataErased _ -> {}
              }
            }
            if (active && where.equals(territory)) {
              expected.add(rep + " " + team);
            }
          });
      assertThat(told)
          .as("seed %d, %s as of %s, known at %s", SEED, territory, asOf, knownAt)
          .isEqualTo(expected);
    }
  }

  @Test
  void theSameAnswerInEveryForm() {
    String question = "/api/audit/changes?from=1900-01-01T00:00:00Z&format=";
    int rows = rows("changes?from=1900-01-01T00:00:00Z").size();
    assertThat(rows).isPositive();
    var stream = http.get(question + "ndjson", "*/*");
    assertThat(stream.headers().firstValue("Content-Disposition").orElse(""))
        .contains("changes.ndjson");
    List<String> lines = stream.body().lines().toList();
    assertThat(lines).hasSize(rows);
    assertThat(JsonMapper.shared().readTree(lines.getFirst()).has("customer")).isTrue();
    List<String> csv = http.get(question + "csv", "*/*").body().lines().toList();
    assertThat(csv.getFirst()).startsWith("\uFEFFcustomer,at,fromRep");
    assertThat(csv).hasSize(rows + 1);
    var workbook = http.get(question + "xlsx", "*/*");
    assertThat(workbook.headers().firstValue("Content-Disposition").orElse(""))
        .contains("changes.xlsx");
    assertThat(workbook.body()).startsWith("PK");
    assertThat(http.json(question + "pdf").get("code").asString()).isEqualTo("format-unknown");
    assertThat(http.json("/api/audit/changes?from=2100-01-01T00:00:00Z").get("code").asString())
        .isEqualTo("period-empty");
    assertThat(
            http.json("/api/audit/counts?from=1900-01-01T00:00:00Z&step=day")
                .get("code")
                .asString())
        .isEqualTo("step-invalid");
  }

  @Test
  void whatSomebodyEnteredIsNoFormula() {
    assertThat(Table.harmless("=HYPERLINK(\"x\")")).isEqualTo("'=HYPERLINK(\"x\")");
    assertThat(Table.harmless("-1+2")).startsWith("'");
    assertThat(Table.harmless("离职")).isEqualTo("离职");
  }

  /// The archive is what an auditor signs: its rows are the answer's, and its manifest says so.
  @Test
  void anExportCarriesTheAnswerAndDigestsThatHold() throws Exception {
    String question =
        "changes?from=" + HISTORY.getFirst().recordedAt() + "&knownAt=" + moment() + "&format=";
    byte[] csv = http.bytes("/api/audit/" + question + "csv");
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(
            new ByteArrayInputStream(http.bytes("/api/audit/" + question + "zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    assertThat(files.keySet()).containsExactly("changes.csv", "manifest.json", "SHA256SUMS");
    assertThat(files.get("changes.csv")).isEqualTo(csv);
    byte[] signed = Objects.requireNonNull(files.get("manifest.json"));
    String text = new String(signed, StandardCharsets.UTF_8);
    JsonNode manifest = JsonMapper.shared().readTree(text);
    assertThat(text).as("members sorted, no blanks").isEqualTo(sorted(manifest));
    assertThat(manifest.at("/files/0/sha256").asString()).isEqualTo(sha256(csv));
    assertThat(manifest.at("/files/0/bytes").asInt()).isEqualTo(csv.length);
    assertThat(manifest.at("/files/0/rows").asInt())
        .isEqualTo(rows(question + "json").size())
        .isPositive();
    assertThat(manifest.at("/question/name").asString()).isEqualTo("changes");
    assertThat(manifest.at("/question/parameters").has("format")).isFalse();
    assertThat(manifest.at("/reflects/to").asString()).isEqualTo(NOW.toString());
    assertThat(manifest.at("/askedBy").asString()).isEqualTo("user:tester");
    assertThat(
            new String(Objects.requireNonNull(files.get("SHA256SUMS")), StandardCharsets.US_ASCII))
        .isEqualTo(sha256(csv) + "  changes.csv\n" + sha256(signed) + "  manifest.json\n");
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String sorted(JsonNode json) {
    return JsonMapper.builder()
        .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
        .build()
        .writeValueAsString(json);
  }
}

package custody.query.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.query.history.HistoryView;
import custody.query.projection.InMemoryEventLog;
import custody.query.projection.Projecting;
import custody.service.Operations;
import custody.service.Problem;
import custody.service.RebuildRequest;
import custody.service.Times;
import custody.service.field.FieldJson;
import custody.store.TestDatabase;
import custody.wire.ContractJson;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The definition in SQL, held against the definition word for word.
class ProfileOracleTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final DataSource source = database.dataSource();
  private final SingleConnectionDataSource reading = reading();
  private final JdbcTemplate sql = new JdbcTemplate(reading);

  private SingleConnectionDataSource reading() {
    try {
      return new SingleConnectionDataSource(source.getConnection(), true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    reading.destroy();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theProfileIsTheFoldAtAnyTwoTimes(long seed) {
    // One customer has a long history, four have short ones.
    List<Recorded> history = Histories.of(seed, 1 + (int) (seed % 4), 3, 250);
    Optional<String> difference = difference(history, seed);
    if (difference.isPresent()) {
      List<Recorded> shrunk =
          Histories.shrunk(history, fewer -> difference(fewer, seed).isPresent());
      fail(
          "seed %d: %s%nof %d events left:%n%s"
              .formatted(
                  seed,
                  difference(shrunk, seed).orElse(""),
                  shrunk.size(),
                  String.join("\n", shrunk.stream().map(Recorded::toString).toList())));
    }
  }

  /// Projects in batches of random size, then rebuilds half of the time, and asks at random
  /// times.
  private Optional<String> difference(List<Recorded> history, long seed) {
    sql.execute("DROP SCHEMA IF EXISTS view_history CASCADE");
    sql.execute("DELETE FROM custody.view_position");
    Random random = new Random(seed);
    InMemoryEventLog events = new InMemoryEventLog();
    events.record(history.subList(0, history.size() / 2));
    try (Projecting process =
        Projecting.start(
            source, events, 1 + random.nextInt(40), 1 + random.nextInt(90), new HistoryView())) {
      events.record(history.subList(history.size() / 2, history.size()));
      process.reach(events.head());
      Optional<String> live = difference(history, random);
      if (live.isPresent()) {
        return live;
      }
      UUID rebuild =
          process.operations.start(RebuildRequest.KIND, RebuildRequest.of(List.of()).json());
      assertThat(process.ended(rebuild).state()).isEqualTo(Operations.State.DONE);
      return difference(history, random).map(found -> "after a rebuild: " + found);
    }
  }

  private Optional<String> difference(List<Recorded> history, Random random) {
    List<Instant> moments = Histories.moments(history);
    for (UUID customer : customers(history)) {
      List<Recorded> stream = history.stream().filter(it -> it.stream().equals(customer)).toList();
      for (int i = 0; i < 200 / customers(history).size(); i++) {
        Instant asOf = moments.get(random.nextInt(moments.size()));
        Instant knownAt = moments.get(random.nextInt(moments.size()));
        String expected = expected(stream, asOf, knownAt);
        String actual = actual(customer, asOf, knownAt);
        if (!actual.equals(expected)) {
          return Optional.of(
              "customer %s asOf %s knownAt %s%nexpected %s%n but was %s"
                  .formatted(customer, asOf, knownAt, expected, actual));
        }
        String mirrored = mirrored(customer, asOf, knownAt);
        String fields = fields(CustomerAt.of(stream, asOf, knownAt));
        if (!mirrored.equals(fields)) {
          return Optional.of(
              "the mirror of customer %s knownAt %s holds at %s%n%s%ninstead of %s"
                  .formatted(customer, knownAt, asOf, mirrored, fields));
        }
      }
    }
    return Optional.empty();
  }

  /// What the mirror's versions say of fields, of the customer and of contacts, at a moment.
  private String mirrored(UUID customer, Instant at, Instant knownAt) {
    Map<String, String> values = new TreeMap<>();
    Mirror.read(sql, Instant.EPOCH, customer, knownAt)
        .map(Mirror::things)
        .orElse(Map.of())
        .forEach(
            (thing, versions) -> {
              List<String> holding =
                  versions.stream()
                      .filter(version -> version.holdsAt(at))
                      .map(version -> String.valueOf(version.fact().value()))
                      .toList();
              assertThat(holding).hasSizeLessThan(2);
              if (!thing.field().isEmpty() && !holding.isEmpty()) {
                values.put(thing.item() + "/" + thing.field(), holding.getFirst());
              }
            });
    values.values().removeIf("null"::equals);
    return values.toString();
  }

  private static String fields(CustomerAt state) {
    Map<String, String> values = new TreeMap<>();
    state
        .fields()
        .forEach((field, value) -> values.put("/" + field, FieldJson.write(value).toString()));
    state
        .contacts()
        .forEach(
            (contact, fields) ->
                fields.forEach(
                    (field, value) ->
                        values.put(contact + "/" + field, FieldJson.write(value).toString())));
    return values.toString();
  }

  private static List<UUID> customers(List<Recorded> history) {
    return history.stream()
        .filter(it -> it.event() instanceof CustomerEvent)
        .map(Recorded::stream)
        .distinct()
        .toList();
  }

  private String actual(UUID customer, Instant asOf, Instant knownAt) {
    try {
      State state = State.read(sql, Times.clock(), customer, asOf, knownAt);
      JsonNode json = ContractJson.plain().readTree(Profile.json(state));
      // Lists of parts have an order to be shown in, which the definition does not know.
      ObjectNode profile = ContractJson.plain().createObjectNode();
      json.properties().forEach(member -> profile.set(member.getKey(), member.getValue()));
      for (Map.Entry<String, String> part :
          Map.of("contacts", "id", "dates", "id", "assortment", "product", "openSteps", "followUp")
              .entrySet()) {
        profile.set(part.getKey(), byKey(json.get(part.getKey()), part.getValue()));
      }
      return canonical(profile.without("position"));
    } catch (Problem e) {
      return e.code();
    }
  }

  private static ObjectNode byKey(JsonNode list, String key) {
    ObjectNode sorted = ContractJson.plain().createObjectNode();
    list.forEach(item -> sorted.set(item.get(key).asString(), item));
    return sorted;
  }

  private static String expected(List<Recorded> stream, Instant asOf, Instant knownAt) {
    if (stream.getFirst().recordedAt().isAfter(knownAt)) {
      return "customer-not-known-then";
    }
    CustomerAt state = CustomerAt.of(stream, asOf, knownAt);
    if (state.kind() == null) {
      return "customer-not-registered-then";
    }
    ObjectNode json = ContractJson.plain().createObjectNode();
    json.put("id", stream.getFirst().stream().toString());
    json.put(
        "version",
        stream.stream()
            .filter(it -> !it.recordedAt().isAfter(knownAt))
            .mapToLong(Recorded::version)
            .max()
            .orElse(0));
    json.put("asOf", asOf.toString());
    json.put("knownAt", knownAt.toString());
    json.set("kind", tree(state.kind()));
    json.set("fields", FieldJson.write(state.fields()));
    json.set("externalIds", tree(state.externalIds()));
    if (state.classification() != null) {
      json.set("classification", tree(state.classification()));
    }
    ObjectNode contacts = json.putObject("contacts");
    state
        .contacts()
        .forEach(
            (id, fields) ->
                contacts
                    .putObject(id.toString())
                    .put("id", id.toString())
                    .set("fields", FieldJson.write(fields)));
    ObjectNode dates = json.putObject("dates");
    state
        .dates()
        .forEach(
            (id, details) ->
                dates.set(id.toString(), ((ObjectNode) tree(details)).put("id", id.toString())));
    ObjectNode assortment = json.putObject("assortment");
    state.assortment().forEach((product, report) -> assortment.set(product, tree(report)));
    ObjectNode steps = json.putObject("openSteps");
    state
        .followUps()
        .forEach(
            (id, followUp) -> {
              NextStep step = followUp.details().nextStep();
              if (step != null && followUp.done() == null) {
                steps.set(id.toString(), ((ObjectNode) tree(step)).put("followUp", id.toString()));
              }
            });
    json.set("holder", tree(Objects.requireNonNull(state.holder())));
    return canonical(json);
  }

  private static JsonNode tree(Object value) {
    return ContractJson.plain().valueToTree(value);
  }

  /// With the members in the order of their names.
  private static String canonical(ObjectNode json) {
    return sorted(json).toString();
  }

  private static JsonNode sorted(JsonNode json) {
    if (json instanceof ObjectNode object) {
      ObjectNode sorted = ContractJson.plain().createObjectNode();
      object.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(member -> sorted.set(member.getKey(), sorted(member.getValue())));
      return sorted;
    }
    return json;
  }
}

package custody.query.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Definition;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.ResponsibleAt;
import custody.query.history.HistoryView;
import custody.query.history.Memory.Look;
import custody.query.projection.InMemoryEventLog;
import custody.query.projection.Projecting;
import custody.query.sight.Masking;
import custody.service.Operations;
import custody.service.Problem;
import custody.service.RebuildRequest;
import custody.service.Times;
import custody.service.field.FieldJson;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import custody.wire.ContractJson;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The definition in SQL, held against the definition word for word.
class ProfileOracleTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final Set<String> FIELDS = Set.of("name", "phone", "region", "seats", "remark");

  private final DataSource source = database.dataSource();
  private final SingleConnectionDataSource reading = reading();
  private final JdbcTemplate sql = new JdbcTemplate(reading);
  private final States states =
      new States(
          reading,
          Times.clock(),
          new SubjectKeys(source, MasterKeys.parse(TestDatabase.MASTER_KEY)));

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
    List<Recorded> history =
        seed > 4
            ? Histories.unsteady(seed, 1 + (int) (seed % 4), 3, 250)
            : Histories.of(seed, 1 + (int) (seed % 4), 3, 250);
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

  /// The view's position is 0 then.
  @Test
  void whoeverIsAskedForBeforeAnythingWasRecordedIsNotFound() {
    sql.execute("DROP SCHEMA IF EXISTS view_history CASCADE");
    sql.execute("DELETE FROM custody.view_position");
    try (Projecting process = Projecting.start(source, new InMemoryEventLog(), new HistoryView())) {
      process.reach(0);
      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () ->
              assertThatThrownBy(() -> Chronicle.read(sql, UUID.randomUUID()))
                  .isInstanceOf(Problem.class));
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
      process.reach(events.head());
      Instant latest = Instant.parse("2100-01-01T00:00:00Z");
      // What is in memory from here on must not be told when there is more.
      customers(history.subList(0, history.size() / 2))
          .forEach(customer -> actual(customer, latest, latest));
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
        Optional<String> wrong =
            completed(customer, stream, asOf, knownAt)
                .or(
                    () ->
                        compared(
                            stream,
                            new Moments(asOf, knownAt),
                            new Moments(
                                moments.get(random.nextInt(moments.size())),
                                moments.get(random.nextInt(moments.size())))));
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    return Optional.empty();
  }

  private record Moments(Instant asOf, Instant knownAt) {}

  /// The step of completeness that holds at a moment.
  private Optional<String> completed(
      UUID customer, List<Recorded> stream, Instant asOf, Instant knownAt) {
    Set<String> expected = new TreeSet<>(FIELDS);
    expected.removeAll(CustomerAt.of(stream, asOf, knownAt).fields().keySet());
    Set<String> actual =
        Mirror.read(sql, Instant.EPOCH, customer, knownAt).stream()
            .flatMap(mirror -> Completeness.of(mirror, FIELDS).steps().stream())
            .filter(step -> !step.from().isAfter(asOf))
            .reduce((_, last) -> last)
            .map(Completeness.Step::missing)
            .orElse(FIELDS);
    return actual.equals(expected)
        ? Optional.empty()
        : Optional.of(
            "customer %s knownAt %s is said to miss at %s%n%s%ninstead of %s"
                .formatted(customer, knownAt, asOf, actual, expected));
  }

  /// What the diff of two states says, against the two states themselves.
  private Optional<String> compared(List<Recorded> stream, Moments from, Moments to) {
    UUID customer = stream.getFirst().stream();
    Look<Chronicle> look = Chronicle.read(sql, customer);
    Instant now = Times.clock().instant();
    State was = look.whole().at(now, from.asOf(), from.knownAt(), look.position());
    State is = look.whole().at(now, to.asOf(), to.knownAt(), look.position());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = ContractJson.plain().createGenerator(out)) {
      Diff.between(sql, was, is).write(json);
    }
    Map<String, String> actual = new TreeMap<>();
    for (JsonNode change : ContractJson.plain().readTree(out.toByteArray()).get("changes")) {
      actual.put(
          key(
              change.get("part").asString(),
              change.path("item").asString(""),
              change.path("field").asString("")),
          sorted(change.path("before")) + " -> " + sorted(change.path("after")));
      Set<UUID> causes = new HashSet<>();
      change
          .get("events")
          .forEach(event -> causes.add(UUID.fromString(event.get("event").asString())));
      if (causes.isEmpty() || !difference(stream, from, to).containsAll(causes)) {
        return Optional.of(
            "customer %s from %s to %s%nchange %s is not explained"
                .formatted(customer, from, to, change));
      }
    }
    Map<String, String> expected =
        changes(
            things(CustomerAt.of(stream, from.asOf(), from.knownAt())),
            things(CustomerAt.of(stream, to.asOf(), to.knownAt())));
    return actual.equals(expected)
        ? Optional.empty()
        : Optional.of(
            "customer %s from %s to %s%nexpected %s%n but was %s"
                .formatted(customer, from, to, expected, actual));
  }

  /// The events that count in one of the states only, and the corrections known in one of them.
  private static Set<UUID> difference(List<Recorded> stream, Moments from, Moments to) {
    Set<UUID> one = counting(stream, from);
    Set<UUID> other = counting(stream, to);
    Set<UUID> difference = new HashSet<>(one);
    difference.addAll(other);
    difference.removeIf(event -> one.contains(event) && other.contains(event));
    return difference;
  }

  private static Set<UUID> counting(List<Recorded> stream, Moments at) {
    Set<UUID> counting = new HashSet<>();
    Definition.select(stream, at.asOf(), at.knownAt())
        .forEach(recorded -> counting.add(recorded.eventId()));
    for (Recorded recorded : stream) {
      if (recorded.event() instanceof Voided) {
        counting.remove(recorded.eventId());
        if (!recorded.recordedAt().isAfter(at.knownAt())) {
          counting.add(recorded.eventId());
        }
      }
    }
    return counting;
  }

  private static Map<String, String> changes(
      Map<String, JsonNode> before, Map<String, JsonNode> after) {
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    Map<String, String> changes = new TreeMap<>();
    for (String key : keys) {
      String item = key.substring(0, key.lastIndexOf('/') + 1);
      boolean partOfItem = key.startsWith("contacts/") && !key.equals(item);
      boolean bothThere = before.containsKey(item) && after.containsKey(item);
      boolean told = !key.startsWith("contacts/") || (partOfItem == bothThere);
      if (told && !Objects.equals(before.get(key), after.get(key))) {
        changes.put(key, text(before.get(key)) + " -> " + text(after.get(key)));
      }
    }
    return changes;
  }

  private static String text(@Nullable JsonNode json) {
    return json == null ? "" : sorted(json).toString();
  }

  private static String key(String part, String item, String field) {
    return part + "/" + item + "/" + field;
  }

  /// A state thing by thing; a contact stands there as a whole and by its fields.
  private static Map<String, JsonNode> things(CustomerAt state) {
    Map<String, JsonNode> things = new TreeMap<>();
    if (state.kind() != null) {
      things.put(key("kind", "", ""), tree(state.kind()));
      things.put(key("externalIds", "", ""), tree(state.externalIds()));
    }
    if (state.holder() != null) {
      things.put(key("holder", "", ""), tree(state.holder()));
    }
    if (state.classification() != null) {
      things.put(key("classification", "", ""), tree(state.classification()));
    }
    FieldJson.write(state.fields())
        .properties()
        .forEach(field -> things.put(key("fields", "", field.getKey()), field.getValue()));
    state
        .contacts()
        .forEach(
            (id, fields) -> {
              ObjectNode whole = FieldJson.write(fields);
              things.put(key("contacts", id.toString(), ""), whole);
              whole
                  .properties()
                  .forEach(
                      field ->
                          things.put(
                              key("contacts", id.toString(), field.getKey()), field.getValue()));
            });
    state
        .dates()
        .forEach(
            (id, details) ->
                things.put(
                    key("dates", id.toString(), ""),
                    ((ObjectNode) tree(details)).put("id", id.toString())));
    state
        .assortment()
        .forEach((product, report) -> things.put(key("assortment", product, ""), tree(report)));
    openSteps(state).forEach((id, step) -> things.put(key("openSteps", id, ""), step));
    openComplaints(state).forEach((id, it) -> things.put(key("openComplaints", id, ""), it));
    if (state.care().churn() != null) {
      things.put(key("churn", "", ""), tree(state.care().churn()));
    }
    if (state.mergedInto() != null) {
      things.put(key("mergedInto", "", ""), tree(state.mergedInto()));
    }
    return things;
  }

  private static Map<String, JsonNode> openComplaints(CustomerAt state) {
    Map<String, JsonNode> open = new TreeMap<>();
    state
        .care()
        .complaints()
        .forEach(
            (id, complaint) -> {
              if (complaint.resolved() == null) {
                ObjectNode json = (ObjectNode) tree(complaint.details());
                json.put("complaint", id.toString());
                if (complaint.escalated() != null) {
                  json.set(
                      "escalated", ((ObjectNode) tree(complaint.escalated())).without("complaint"));
                }
                open.put(id.toString(), json);
              }
            });
    return open;
  }

  private static Map<String, JsonNode> openSteps(CustomerAt state) {
    Map<String, JsonNode> steps = new TreeMap<>();
    state
        .followUps()
        .forEach(
            (id, followUp) -> {
              NextStep step = followUp.details().nextStep();
              if (step != null && followUp.done() == null) {
                steps.put(id.toString(), ((ObjectNode) tree(step)).put("followUp", id.toString()));
              }
            });
    return steps;
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
      State state = states.read(customer, asOf, knownAt);
      byte[] answer = Profile.json(state, Masking.NONE);
      // As the API is described; unknown properties and missing ones are refused.
      ContractJson.plain().readValue(answer, ProfileAnswer.class);
      JsonNode json = ContractJson.plain().readTree(answer);
      // Lists of parts have an order to be shown in, which the definition does not know.
      ObjectNode profile = ContractJson.plain().createObjectNode();
      json.properties().forEach(member -> profile.set(member.getKey(), member.getValue()));
      for (Map.Entry<String, String> part : LISTS.entrySet()) {
        profile.set(part.getKey(), byKey(json.get(part.getKey()), part.getValue()));
      }
      return canonical(profile.without("position"));
    } catch (Problem e) {
      return e.code();
    }
  }

  private static ObjectNode byKey(JsonNode list, String key) {
    ObjectNode sorted = ContractJson.plain().createObjectNode();
    list.forEach(
        item -> {
          ((ObjectNode) item).remove("from"); // of the event, which the fold does not keep
          sorted.set(item.get(key).asString(), item);
        });
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
    openSteps(state).forEach(steps::set);
    json.set("holder", tree(Objects.requireNonNull(state.holder())));
    ResponsibleAt responsible = state.responsible();
    ObjectNode covers = json.putObject("covers");
    responsible
        .covers()
        .forEach(
            (id, it) ->
                covers.set(
                    id.toString(),
                    ((ObjectNode) tree(it)).put("acting", it.equals(responsible.acting()))));
    ObjectNode collaborators = json.putObject("collaborators");
    responsible.collaborators().forEach((id, it) -> collaborators.set(id.toString(), tree(it)));
    ObjectNode stewards = json.putObject("stewards");
    responsible.stewards().forEach((id, it) -> stewards.set(id.toString(), tree(it)));
    ObjectNode exemptions = json.putObject("exemptions");
    responsible.exemptions().forEach((id, it) -> exemptions.set(id.toString(), tree(it)));
    ObjectNode complaints = json.putObject("openComplaints");
    openComplaints(state).forEach(complaints::set);
    if (state.care().churn() != null) {
      json.set("churn", tree(state.care().churn()));
    }
    if (state.mergedInto() != null) {
      json.set("mergedInto", tree(state.mergedInto()));
    }
    return canonical(json);
  }

  /// Lists in the profile, and what tells their items apart.
  private static final Map<String, String> LISTS =
      Map.of(
          "contacts", "id",
          "dates", "id",
          "assortment", "product",
          "openSteps", "followUp",
          "covers", "cover",
          "collaborators", "collaborator",
          "stewards", "steward",
          "exemptions", "exemption",
          "openComplaints", "complaint");

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

package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.CustomerAt;
import custody.contract.Definition;
import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.FieldValue;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Holds what Custody answers against the one definition, folded here from the history that it
/// gives.
final class Oracle {
  private static final UUID ANY = new UUID(0, 0);

  private final Client client;

  Oracle(Client client) {
    this.client = client;
  }

  /// A customer's whole history as it stands in the answer, in the order in which it was learned.
  List<Recorded> history(UUID customer) {
    Answer answer =
        client
            .get(
                "/api/customers/" + customer + "/history?order=recorded",
                "Accept",
                "application/x-ndjson")
            .expect(200);
    List<Recorded> history = answer.lines().stream().map(line -> recorded(customer, line)).toList();
    for (int i = 0; i < history.size(); i++) {
      assertThat(history.get(i).sequence()).as("sequence in %s", answer.request()).isEqualTo(i);
    }
    return history;
  }

  /// Every view's answer about the customer at some of all possible times.
  ///
  /// @return its history
  List<Recorded> check(UUID customer, Random random) {
    List<Recorded> history = history(customer);
    checkProfile(customer, history, Instant.now(), Instant.now());
    for (int i = 0; i < 3; i++) {
      Recorded one = history.get(random.nextInt(history.size()));
      Recorded other = history.get(random.nextInt(history.size()));
      checkProfile(customer, history, one.effectiveAt(), other.recordedAt());
    }
    checkOwners(customer, history);
    checkMirror(customer, history);
    checkSearch(customer, history);
    return history;
  }

  private void checkProfile(UUID customer, List<Recorded> history, Instant asOf, Instant knownAt) {
    Answer answer =
        client.get("/api/customers/%s?asOf=%s&knownAt=%s".formatted(customer, asOf, knownAt));
    CustomerAt expected = CustomerAt.of(history, asOf, knownAt);
    if (expected.kind() == null) {
      answer.expect(404);
      return;
    }
    answer.expect(200);
    assertThat(profile(answer.json())).as(answer.request()).isEqualTo(profile(expected));
  }

  private void checkOwners(UUID customer, List<Recorded> history) {
    Answer answer = client.get("/api/customers/" + customer + "/owners").expect(200);
    List<String> said = answer.json().path("owners").valueStream().map(Oracle::interval).toList();
    assertThat(said).as(answer.request()).isEqualTo(intervals(history));
  }

  /// What the mirror says holds now is the profile now.
  private void checkMirror(UUID customer, List<Recorded> history) {
    Answer answer = client.get("/api/customers/" + customer + "/mirror").expect(200);
    Instant now = Instant.parse(answer.text("/knownAt"));
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    for (JsonNode thing : answer.json().path("mirror")) {
      for (JsonNode version : thing.path("versions")) {
        if (thing.path("part").asString().equals("fields")
            && version.path("status").asString().equals("holds")
            && !Instant.parse(version.path("from").asString()).isAfter(now)
            && (version.path("to").isMissingNode()
                || Instant.parse(version.path("to").asString()).isAfter(now))
            && !version.path("value").isNull()) {
          said.set(thing.path("field").asString(), version.path("value"));
        }
      }
    }
    ObjectNode expected = fields(CustomerAt.of(history, now, now).fields());
    assertThat((Object) said).as(answer.request()).isEqualTo(expected);
  }

  /// Whoever there is now is found by name, as the profile is now.
  private void checkSearch(UUID customer, List<Recorded> history) {
    CustomerAt now = CustomerAt.of(history, Instant.now(), Instant.now());
    String name = fields(now.fields()).path("name").asString("");
    if (name.isEmpty()) {
      return;
    }
    Answer answer = client.get("/api/customers?limit=1000&q=" + Client.query(name)).expect(200);
    List<JsonNode> found =
        answer
            .json()
            .path("customers")
            .valueStream()
            .filter(it -> it.path("id").asString().equals(customer.toString()))
            .toList();
    assertThat(found).as(answer.request()).hasSize(1);
    assertThat((Object) found.getFirst().path("fields"))
        .as(answer.request())
        .isEqualTo(fields(now.fields()));
    assertThat(found.getFirst().path("holder").toString())
        .as(answer.request())
        .isEqualTo(tree(Objects.requireNonNull(now.holder())).toString());
  }

  /// The rule itself: from registration on, at every instant, exactly one holder.
  private static List<String> intervals(List<Recorded> history) {
    List<Recorded> moves =
        Definition.select(history, Instant.MAX, Instant.MAX).stream()
            .filter(it -> holder(it.event()) != null)
            .toList();
    List<String> intervals = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      Instant from = moves.get(i).effectiveAt();
      Instant to = i + 1 < moves.size() ? moves.get(i + 1).effectiveAt() : null;
      // One that is replaced at the same instant never held.
      if (!from.equals(to)) {
        intervals.add(interval(Objects.requireNonNull(holder(moves.get(i).event())), from, to));
      }
    }
    return intervals;
  }

  private static String interval(JsonNode said) {
    JsonNode to = said.path("to");
    return "%s %s %s"
        .formatted(
            said.path("holder"),
            Instant.parse(said.path("from").asString()),
            to.isString() ? Instant.parse(to.asString()) : null);
  }

  private static String interval(Holder holder, Instant from, @Nullable Instant to) {
    return "%s %s %s".formatted(tree(holder), from, to);
  }

  private static @Nullable Holder holder(Event event) {
    return switch (event) {
      case Registered it -> it.holder();
      case OwnershipEvent it -> it.to();
      default -> null;
    };
  }

  /// Who has which customer now, by the fold and as `GET /api/owners` says it.
  void checkOwnersOfAll(Map<UUID, List<Recorded>> histories, Instant asOf, Instant knownAt) {
    Map<String, String> expected = new TreeMap<>();
    histories.forEach(
        (customer, history) -> {
          Holder holder = CustomerAt.of(history, asOf, knownAt).holder();
          if (holder != null) {
            expected.put(customer.toString(), tree(holder).toString());
          }
        });
    Map<String, String> said = new TreeMap<>();
    client
        .get(
            "/api/owners?asOf=%s&knownAt=%s".formatted(asOf, knownAt),
            "Accept",
            "application/x-ndjson")
        .expect(200)
        .lines()
        .forEach(
            line -> said.put(line.path("customer").asString(), line.path("holder").toString()));
    said.keySet().retainAll(histories.keySet().stream().map(UUID::toString).toList());
    assertThat(said).isEqualTo(expected);
  }

  private static Map<String, Object> profile(JsonNode said) {
    Map<String, Object> profile = new TreeMap<>();
    profile.put("kind", said.path("kind").asString());
    profile.put("fields", said.path("fields"));
    profile.put("classification", said.path("classification").toString());
    profile.put("holder", said.path("holder").toString());
    profile.put("contacts", byId(said.path("contacts")));
    profile.put("dates", byId(said.path("dates")));
    profile.put(
        "openSteps",
        said.path("openSteps").valueStream().map(JsonNode::toString).sorted().toList());
    return profile;
  }

  private static Map<String, Object> profile(CustomerAt at) {
    Map<String, Object> profile = new TreeMap<>();
    profile.put("kind", tree(Objects.requireNonNull(at.kind())).asString());
    profile.put("fields", fields(at.fields()));
    profile.put(
        "classification", at.classification() == null ? "" : tree(at.classification()).toString());
    profile.put("holder", tree(Objects.requireNonNull(at.holder())).toString());
    Map<String, JsonNode> contacts = new TreeMap<>();
    at.contacts()
        .forEach(
            (id, fields) -> {
              ObjectNode contact = JsonNodeFactory.instance.objectNode();
              contact.set("fields", fields(fields));
              contacts.put(id.toString(), contact);
            });
    profile.put("contacts", contacts);
    Map<String, JsonNode> dates = new TreeMap<>();
    at.dates().forEach((id, date) -> dates.put(id.toString(), tree(date)));
    profile.put("dates", dates);
    List<String> steps = new ArrayList<>();
    at.followUps()
        .forEach(
            (id, followUp) -> {
              if (followUp.done() == null && followUp.details().nextStep() != null) {
                ObjectNode step = JsonNodeFactory.instance.objectNode();
                step.put("followUp", id.toString());
                step.setAll((ObjectNode) tree(followUp.details().nextStep()));
                steps.add(step.toString());
              }
            });
    profile.put("openSteps", steps.stream().sorted().toList());
    return profile;
  }

  private static Map<String, JsonNode> byId(JsonNode list) {
    Map<String, JsonNode> byId = new TreeMap<>();
    list.valueStream()
        .forEach(
            item -> {
              ObjectNode content = ((ObjectNode) item).deepCopy();
              content.remove("id");
              byId.put(item.path("id").asString(), content);
            });
    return byId;
  }

  private static ObjectNode fields(Map<String, Personal<FieldValue>> fields) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(fields)
        .forEach(
            (name, value) -> {
              if (value instanceof Personal.Known<FieldValue>(FieldValue.Text(String json))) {
                node.set(name, Answer.JSON.readTree(json));
              }
            });
    return node;
  }

  private static JsonNode tree(Object value) {
    return Answer.JSON.readTree(ContractJson.plain().writeValueAsString(value));
  }

  private static Recorded recorded(UUID customer, JsonNode line) {
    EventType type = Objects.requireNonNull(EventType.named(line.path("name").asString()));
    ObjectNode payload = ((ObjectNode) line.path("payload")).deepCopy();
    if (payload.path("fields") instanceof ObjectNode fields) {
      payload.set("fields", changes(fields));
    }
    Event event = ContractJson.plain().treeToValue(payload, type.type());
    long version = line.path("version").asLong();
    return new Recorded(
        version,
        UUID.fromString(line.path("event").asString()),
        customer,
        version - 1,
        Instant.parse(line.path("recordedAt").asString()),
        new Envelope(
            Actor.parse(line.path("actor").asString()),
            Channel.API,
            null,
            Instant.parse(line.path("effectiveAt").asString()),
            ANY,
            null,
            null),
        event);
  }

  /// Answers say a field's value without its type. The fold does not look at values, so here each
  /// is the text of its JSON.
  private static ObjectNode changes(ObjectNode fields) {
    ObjectNode set = JsonNodeFactory.instance.objectNode();
    ArrayNode cleared = JsonNodeFactory.instance.arrayNode();
    fields.forEachEntry(
        (name, value) -> {
          if (value.isNull()) {
            cleared.add(name);
          } else {
            set.putObject(name).put("type", "text").put("text", value.toString());
          }
        });
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    changes.set("set", set);
    changes.set("personal", JsonNodeFactory.instance.objectNode());
    changes.set("cleared", cleared);
    return changes;
  }
}

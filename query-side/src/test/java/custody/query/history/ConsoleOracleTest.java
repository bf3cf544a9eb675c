package custody.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CareAt;
import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Histories;
import custody.contract.Personal;
import custody.contract.Recorded;
import custody.contract.ResponsibleAt;
import custody.service.field.FieldJson;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The console folds histories in the browser. This writes down what the one definition says of
/// some histories, and the console's tests hold its fold against that.
class ConsoleOracleTest {
  private static final Path FILE = Path.of("console/src/life/oracle.json");
  private static final long SEED = 20_261_123;
  private static final int QUESTIONS = 24;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void theConsoleIsHeldAgainstWhatTheOneDefinitionSays() throws IOException {
    String expected = cases().toPrettyString() + "\n";
    if (Boolean.getBoolean("console.oracle.write")) {
      Files.writeString(FILE, expected);
    }
    assertThat(FILE)
        .as("out of date; write it anew with -Dconsole.oracle.write=true")
        .content()
        .isEqualTo(expected);
  }

  private static ArrayNode cases() {
    Map<UUID, List<Recorded>> customers =
        Histories.of(SEED, 4, 3, 160).stream()
            .filter(recorded -> recorded.event() instanceof CustomerEvent)
            .collect(Collectors.groupingBy(Recorded::stream, TreeMap::new, Collectors.toList()));
    Random random = new Random(SEED);
    ArrayNode cases = NODES.arrayNode();
    for (List<Recorded> history : customers.values()) {
      List<Instant> moments = Histories.moments(history);
      ObjectNode one = cases.addObject();
      ArrayNode lines = one.putArray("history");
      history.forEach(recorded -> lines.add(line(recorded)));
      ArrayNode questions = one.putArray("questions");
      for (int i = 0; i < QUESTIONS; i++) {
        Instant asOf = moments.get(random.nextInt(moments.size()));
        Instant knownAt = moments.get(random.nextInt(moments.size()));
        questions
            .addObject()
            .put("asOf", asOf.toString())
            .put("knownAt", knownAt.toString())
            .set("state", state(CustomerAt.of(history, asOf, knownAt)));
      }
    }
    return cases;
  }

  private static ObjectNode line(Recorded recorded) {
    CustomerEvent event = (CustomerEvent) recorded.event();
    return NODES
        .objectNode()
        .put("event", recorded.eventId().toString())
        .put("name", EventType.of(event).logicalName())
        .put("recordedAt", recorded.recordedAt().toString())
        .put("effectiveAt", recorded.effectiveAt().toString())
        .put("actor", recorded.envelope().actor().toString())
        .put("channel", "api")
        .put("version", recorded.version())
        .set("payload", ContractJson.plain().readTree(EventJson.payload(event)));
  }

  private static ObjectNode state(CustomerAt customer) {
    ObjectNode state = NODES.objectNode();
    state.set("kind", tree(customer.kind()));
    state.set("externalIds", tree(customer.externalIds()));
    state.set("fields", FieldJson.write(customer.fields()));
    state.set("classification", tree(customer.classification()));
    ObjectNode contacts = state.putObject("contacts");
    customer
        .contacts()
        .forEach((id, fields) -> contacts.set(id.toString(), FieldJson.write(fields)));
    ObjectNode dates = state.putObject("dates");
    customer.dates().forEach((id, date) -> dates.set(id.toString(), tree(date)));
    ObjectNode assortment = state.putObject("assortment");
    customer.assortment().forEach((product, it) -> assortment.set(product, tree(it)));
    ObjectNode followUps = state.putObject("followUps");
    customer
        .followUps()
        .forEach(
            (id, it) -> {
              ObjectNode followUp = followUps.putObject(id.toString());
              followUp.set("details", tree(it.details()));
              if (it.done() != null) {
                Personal<String> note = it.done().note();
                ObjectNode done = followUp.putObject("done");
                if (note != null) {
                  done.set("note", tree(it.done()).get("note"));
                }
              }
            });
    state.set("holder", tree(customer.holder()));
    ResponsibleAt responsible = customer.responsible();
    state.set("covers", tree(responsible.covers().values()));
    state.set("collaborators", tree(responsible.collaborators().values()));
    state.set("stewards", tree(responsible.stewards().values()));
    state.set("exemptions", tree(responsible.exemptions().values()));
    CareAt care = customer.care();
    ObjectNode complaints = state.putObject("complaints");
    care.complaints().forEach((id, it) -> complaints.set(id.toString(), tree(it)));
    state.set("churn", tree(care.churn()));
    ObjectNode calls = state.putObject("calls");
    care.calls().forEach((id, it) -> calls.set(id.toString(), tree(it)));
    state.set("mergedInto", tree(customer.mergedInto()));
    return state;
  }

  private static JsonNode tree(@Nullable Object value) {
    return value == null ? NODES.nullNode() : ContractJson.plain().valueToTree(value);
  }
}

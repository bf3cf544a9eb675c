package custody.command.imports;

import custody.command.imports.HistoryLines.Refusal;
import custody.command.imports.mapping.Fact;
import custody.contract.Changes;
import custody.service.Problem;
import custody.service.Times;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import custody.wire.ContractJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lines of a customer's history as Custody answers it, here or elsewhere, in the form in which
/// histories are imported. Ids of the other installation are its keys here.
final class ExportedLines {
  private static final Set<String> REFERENCES =
      Set.of(
          "rep",
          "from",
          "by",
          "owner",
          "contact",
          "date",
          "followUp",
          "cover",
          "collaborator",
          "steward",
          "exemption",
          "complaint",
          "call");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String ERASED = "erased";

  private final FieldJson fields;

  ExportedLines(FieldJson fields) {
    this.fields = fields;
  }

  static boolean isOne(ObjectNode line) {
    return line.has("recordedAt") && line.has("version") && line.has("name");
  }

  static Fact.Original original(ObjectNode line) {
    try {
      Instant recordedAt = Times.instant(line.path("recordedAt").asString(""));
      return new Fact.Original(recordedAt, line.path("version").asLong(0));
    } catch (IllegalArgumentException e) {
      throw new Refusal("date-invalid", "recordedAt must be " + Times.EXPECTED_INSTANT + ".");
    }
  }

  ObjectNode read(ObjectNode line) {
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    read.set("customer", line.path("customer"));
    read.set("record", line.path("event"));
    String name = line.path("name").asString("");
    read.put("event", name);
    JsonNode author = line.path("source").path("author");
    read.set("author", author.isString() ? author : line.path("actor"));
    if (line.path("reason").isString()) {
      read.set("reason", line.get("reason"));
    }
    read.put("acceptLikelyDuplicates", true); // somebody has looked, where it was recorded
    if (name.equals("event.voided")) {
      read.set("voids", line.path("payload").path("event"));
      return read;
    }
    read.set("effectiveAt", line.path("effectiveAt"));
    if (line.get("payload") instanceof ObjectNode payload) {
      if (payload.get("fields") instanceof ObjectNode values) {
        payload.set("fields", changes(name, values));
      }
      keys(payload);
      read.set("payload", payload);
    }
    return read;
  }

  private JsonNode changes(String event, ObjectNode values) {
    Map<String, JsonNode> known = new LinkedHashMap<>();
    values
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().has(ERASED)) {
                known.put(field.getKey(), field.getValue());
              }
            });
    FieldCatalog.Of of =
        event.startsWith("contact.") ? FieldCatalog.Of.CONTACT : FieldCatalog.Of.CUSTOMER;
    try {
      Changes changes = fields.patch(of, known);
      return ContractJson.plain().valueToTree(changes);
    } catch (Problem e) {
      throw new Refusal(
          "fields-invalid",
          "Fields are not configured here as they were there: " + e.properties().get("errors"));
    }
  }

  private static void keys(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : REFERENCES) {
        String text = object.path(name).asString("");
        if (ID.matcher(text).matches()) {
          object.put(name, "key:" + text);
        }
      }
    }
    node.forEach(ExportedLines::keys);
  }
}

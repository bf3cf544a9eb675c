package custody.command.imports;

import custody.command.imports.mapping.Fact;
import custody.command.imports.mapping.RowReport;
import custody.command.imports.mapping.RowReport.Outcome;
import custody.command.imports.source.NdjsonLines;
import custody.command.imports.source.RowProblem;
import custody.contract.Changes;
import custody.service.Texts;
import custody.service.Times;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import custody.service.field.FieldJson;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Lines of an NDJSON history as facts: one line is one event, as it happened elsewhere.
final class HistoryLines {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(50).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final Set<String> KNOWN =
      Set.of(
          "customer",
          "rep",
          "system",
          "record",
          "event",
          "effectiveAt",
          "author",
          "reason",
          "payload",
          "voids",
          "personalKey",
          "acceptLikelyDuplicates");

  private final String system;
  private final FieldCatalog catalog;
  private final ExportedLines exported;

  /// @param system of lines that name none
  HistoryLines(String system, FieldCatalog catalog, FieldJson fields) {
    this.system = system;
    this.catalog = catalog;
    this.exported = new ExportedLines(fields);
  }

  /// Either a fact or what is wrong with the line.
  record Read(@Nullable Fact fact, @Nullable RowReport refusal) {}

  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    Refusal(String code, String detail) {
      super(detail, null, false, false);
      this.code = code;
    }
  }

  Read read(NdjsonLines.Line line) {
    RowProblem problem = line.problem();
    if (problem != null) {
      return refused(line, problem.code(), problem.detail());
    }
    try {
      JsonNode json = JSON.readTree(line.text());
      if (!(json instanceof ObjectNode object)) {
        throw new Refusal("line-invalid", "A line is one JSON object.");
      }
      return ExportedLines.isOne(object)
          ? new Read(
              fact(line.number(), exported.read(object), ExportedLines.original(object)), null)
          : new Read(fact(line.number(), object, null), null);
    } catch (JacksonException e) {
      return refused(line, "json-invalid", "The line is no JSON.");
    } catch (Refusal e) {
      return refused(line, e.code, String.valueOf(e.getMessage()));
    }
  }

  private static Read refused(NdjsonLines.Line line, String code, String detail) {
    return new Read(null, new RowReport(line.number(), "line", Outcome.REJECT, code, detail));
  }

  private Fact fact(long row, ObjectNode line, Fact.@Nullable Original original) {
    for (String name : line.propertyNames()) {
      if (!KNOWN.contains(name)) {
        throw new Refusal(
            "line-invalid", "A line has no such member; it has " + String.join(", ", KNOWN) + ".");
      }
    }
    String customer = text(line, "customer");
    String rep = text(line, "rep");
    if ((customer == null) == (rep == null)) {
      throw new Refusal("line-invalid", "Name either customer or rep: its key.");
    }
    EventType type = EventType.named(required(line, "event"));
    if (type == null) {
      throw new Refusal("event-unknown", "There is no event of this name.");
    }
    if (type.family().equals("rep") != (rep != null)) {
      throw new Refusal("line-invalid", "Events of reps name rep, all others customer.");
    }
    String voids = text(line, "voids");
    if ((type == EventType.EVENT_VOIDED) != (voids != null)) {
      throw new Refusal(
          "line-invalid", "event.voided names in voids the record it corrects; others do not.");
    }
    String from = text(line, "system");
    String key = rep == null ? String.valueOf(customer) : rep;
    return new Fact(
        row,
        type.logicalName(),
        Fact.StreamKey.ofKey(rep != null, from == null ? system : from, key),
        required(line, "record"),
        line.path("personalKey").asBoolean(false),
        type.logicalName(),
        effectiveAt(line, type),
        text(line, "author"),
        text(line, "reason"),
        payload(line, type),
        voids,
        line.path("acceptLikelyDuplicates").asBoolean(false),
        true,
        original);
  }

  private static @Nullable Instant effectiveAt(ObjectNode line, EventType type) {
    String text = text(line, "effectiveAt");
    if (text == null) {
      return null;
    }
    if (type == EventType.EVENT_VOIDED) {
      throw new Refusal("line-invalid", "A correction counts from when it is recorded.");
    }
    try {
      return Times.instant(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal("date-invalid", "effectiveAt must be " + Times.EXPECTED_INSTANT + ".");
    }
  }

  private ObjectNode payload(ObjectNode line, EventType type) {
    if (type == EventType.EVENT_VOIDED && !line.has("payload")) {
      return JSON.createObjectNode();
    }
    if (!(line.get("payload") instanceof ObjectNode payload)) {
      throw new Refusal("line-invalid", "The payload is the event's content, an object.");
    }
    if (type == EventType.CUSTOMER_REGISTERED || type == EventType.REP_JOINED) {
      payload.withArray("externalIds");
    }
    if (payload.has("fields")) {
      FieldCatalog.Of of =
          type.family().equals("contact") ? FieldCatalog.Of.CONTACT : FieldCatalog.Of.CUSTOMER;
      checkFields(of, payload.get("fields"));
    }
    return payload;
  }

  /// Which fields there are, and which of them are sealed, is this company's configuration and not
  /// the file's to say.
  private void checkFields(FieldCatalog.Of of, JsonNode json) {
    Changes changes;
    try {
      changes = ContractJson.plain().treeToValue(json, Changes.class);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new Refusal(
          "payload-invalid",
          "fields has the parts set, personal and cleared, each as in the docs.");
    }
    changes
        .values()
        .keySet()
        .forEach(
            name -> {
              Optional<FieldDefinition> field = catalog.find(of, name);
              if (field.isEmpty()) {
                throw new Refusal(
                    "field-unknown", "The line sets a field that is not configured here.");
              }
              if (field.get().personal() != changes.personal().containsKey(name)) {
                throw new Refusal(
                    "field-misplaced",
                    name + " belongs into " + (field.get().personal() ? "personal" : "set") + ".");
              }
            });
  }

  private static String required(ObjectNode line, String name) {
    String text = text(line, name);
    if (text == null) {
      throw new Refusal("line-invalid", name + " is required.");
    }
    return text;
  }

  private static @Nullable String text(ObjectNode line, String name) {
    JsonNode value = line.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()
        || value.stringValue().isBlank()
        || Texts.complaint(value.stringValue()).isPresent()) {
      throw new Refusal("line-invalid", name + " must be a text.");
    }
    return Texts.normal(value.stringValue());
  }
}

package custody.command.imports.mapping;

import custody.command.imports.mapping.Fact.StreamKey;
import custody.command.imports.mapping.Mapping.Condition;
import custody.command.imports.mapping.Mapping.Reference;
import custody.command.imports.mapping.Mapping.Target;
import custody.command.imports.mapping.RowReport.Outcome;
import custody.command.imports.mapping.RowValues.Refusal;
import custody.command.imports.mapping.Value.WhenEmpty;
import custody.command.imports.source.Row;
import custody.contract.Changes;
import custody.service.Texts;
import custody.service.field.FieldCatalog;
import custody.wire.ContractJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What one target makes of one row.
final class RowFacts {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Translation.Reading reading;
  private final Row row;
  private final Target target;
  private final List<Fact> facts;
  private final List<RowReport> reports;
  private final RowValues values;

  /// @param facts to which what comes of it is added
  /// @param reports to which what is to be said of it is added
  RowFacts(
      Translation.Reading reading,
      Row row,
      Target target,
      List<Fact> facts,
      List<RowReport> reports) {
    this.reading = reading;
    this.row = row;
    this.target = target;
    this.facts = facts;
    this.reports = reports;
    this.values = new RowValues(reading, row, target, reports);
  }

  void translate() {
    Condition when = target.when();
    if (when != null) {
      String text = values.cell(when.column()).text();
      Set<String> in = when.in();
      if (in == null ? text.isEmpty() : !in.contains(text)) {
        return;
      }
    }
    int said = reports.size();
    try {
      facts.addAll(all());
    } catch (Refusal refusal) {
      // Warnings of what was to be done are beside the point now.
      reports.subList(said, reports.size()).clear();
      if (!refusal.silent) {
        values.report(Outcome.REJECT, refusal.code, String.valueOf(refusal.getMessage()));
      }
    }
  }

  private List<Fact> all() {
    String record = key(target.key());
    if (record.isEmpty()) {
      throw RowValues.reject(
          "key-missing", "The key is empty: " + String.join(", ", target.key()) + ".");
    }
    Instant effectiveAt = effectiveAt();
    return switch (target.kind()) {
      case CUSTOMERS -> customer(record, effectiveAt);
      case REPS -> List.of(rep(record, effectiveAt));
      case CONTACTS -> {
        ObjectNode payload = NODES.objectNode();
        payload.put("contact", "key:" + record);
        payload.set("fields", json(values.changes(FieldCatalog.Of.CONTACT, Set.of())));
        yield List.of(fact(ofCustomer(), record, "contact.added", effectiveAt, payload));
      }
      case FOLLOW_UPS ->
          List.of(
              fact(
                  ofCustomer(),
                  record,
                  "follow-up.recorded",
                  effectiveAt,
                  followUp(record, effectiveAt)));
      case OWNERSHIP_PERIODS -> period(record, effectiveAt);
      case ASSORTMENT -> {
        ObjectNode payload = NODES.objectNode();
        payload.put("product", values.required("product"));
        values.number("monthlyVolume").ifPresent(it -> payload.put("monthlyVolume", it));
        values.number("stock").ifPresent(it -> payload.put("stock", it));
        yield List.of(fact(ofCustomer(), record, "assortment.reported", effectiveAt, payload));
      }
    };
  }

  private List<Fact> customer(String record, @Nullable Instant effectiveAt) {
    StreamKey stream = StreamKey.ofKey(false, reading.mapping().system(), record);
    ObjectNode payload = NODES.objectNode();
    payload.put("kind", values.code("kind", Set.of("company", "outlet", "person")));
    payload.set(
        "fields",
        json(values.changes(FieldCatalog.Of.CUSTOMER, Set.of("kind", "grade", "colour"))));
    payload.putArray("externalIds");
    ObjectNode holder = holder();
    if (holder != null) {
      payload.set("holder", holder);
    }
    List<Fact> all = new ArrayList<>();
    all.add(fact(stream, record, "customer.registered", effectiveAt, payload));
    String grade = values.text("grade");
    if (grade != null) {
      String colour = values.text("colour");
      ObjectNode classified = NODES.objectNode();
      classified.put("grade", grade);
      classified.put("colour", colour == null ? "" : colour);
      all.add(fact(stream, record, "profile.classified", effectiveAt, classified));
    }
    return all;
  }

  private Fact rep(String record, @Nullable Instant effectiveAt) {
    ObjectNode payload = NODES.objectNode();
    payload.put("name", values.required("name"));
    payload.put("team", values.required("team"));
    payload.put("territory", values.required("territory"));
    payload.putArray("externalIds");
    return fact(
        StreamKey.ofKey(true, reading.mapping().system(), record),
        record,
        "rep.joined",
        effectiveAt,
        payload);
  }

  private ObjectNode followUp(String record, @Nullable Instant effectiveAt) {
    ObjectNode details = NODES.objectNode();
    details.put(
        "medium", values.code("medium", Set.of("call", "visit", "mail", "message", "meeting")));
    details.put(
        "occurredAt", (effectiveAt == null ? reading.importedAt() : effectiveAt).toString());
    String rep = reference(target.rep());
    if (rep != null) {
      details.put("rep", rep);
    }
    details.put("summary", values.required("summary"));
    String outcome = values.text("outcome");
    if (outcome != null) {
      details.put("outcome", outcome);
    }
    String next = values.text("nextStep");
    if (next != null) {
      ObjectNode step = details.putObject("nextStep");
      step.put("what", next);
      LocalDate due = values.day("nextStepDue");
      if (due != null) {
        step.put("due", due.toString());
      }
    }
    ObjectNode payload = NODES.objectNode();
    payload.put("followUp", "key:" + record);
    payload.set("details", details);
    return payload;
  }

  private List<Fact> period(String record, @Nullable Instant from) {
    ObjectNode holder = holder();
    if (holder == null) {
      throw RowValues.reject("holder-missing", "The period names neither rep nor pool.");
    }
    StreamKey stream = ofCustomer();
    List<Fact> all = new ArrayList<>();
    Value ends = target.until();
    String then = target.then();
    Instant until = ends == null ? null : values.moment("until", ends);
    if (until != null && from != null && !until.isAfter(from)) {
      throw RowValues.reject("period-empty", "The period ends before it begins.");
    }
    all.add(fact(stream, record, "ownership.assigned", from, to(holder)));
    if (until != null && then != null) {
      ObjectNode pool = NODES.objectNode().put("pool", then);
      all.add(fact(stream, record + "#until", "ownership.released", until, to(pool)));
    }
    return all;
  }

  private static ObjectNode to(ObjectNode holder) {
    ObjectNode payload = NODES.objectNode();
    payload.set("to", holder);
    return payload;
  }

  private @Nullable ObjectNode holder() {
    Reference rep = target.rep();
    Value pool = target.pool();
    if (rep != null) {
      String key = reference(rep);
      return key == null ? null : NODES.objectNode().put("rep", key);
    }
    String name = pool == null ? null : values.text("pool", pool);
    return name == null ? null : NODES.objectNode().put("pool", name);
  }

  private Fact fact(
      StreamKey stream,
      String record,
      String event,
      @Nullable Instant effectiveAt,
      ObjectNode payload) {
    Value author = target.author();
    return new Fact(
        row.number(),
        target.kind().toString(),
        stream,
        record,
        target.personalKey(),
        event,
        effectiveAt,
        author == null ? null : values.text("author", author),
        target.reason(),
        payload,
        null,
        target.acceptLikelyDuplicates(),
        false,
        null);
  }

  private StreamKey ofCustomer() {
    Reference customer = target.customer();
    if (customer == null) {
      throw new IllegalStateException("the mapping was checked for this");
    }
    String key = key(customer.columns());
    if (key.isEmpty()) {
      throw new Refusal(
          "customer-missing",
          "The row names no customer: " + String.join(", ", customer.columns()) + " is empty.",
          customer.whenEmpty() == WhenEmpty.SKIP);
    }
    return new StreamKey(false, customer.system(), key, customer.by());
  }

  private @Nullable String reference(@Nullable Reference reference) {
    if (reference == null) {
      return null;
    }
    String key = key(reference.columns());
    if (!key.isEmpty()) {
      return switch (reference.by()) {
        case StreamKey.ID -> key;
        case StreamKey.NAME -> "name:" + key;
        default -> "key:" + reference.system() + "\n" + key;
      };
    }
    if (reference.whenEmpty() == WhenEmpty.REJECT) {
      throw RowValues.reject(
          "rep-missing",
          "The row names no rep: "
              + String.join(", ", reference.columns())
              + " is empty. Fill it, or let the mapping skip it (whenEmpty).");
    }
    return null;
  }

  private String key(List<String> names) {
    StringBuilder key = new StringBuilder();
    for (String name : names) {
      String text = values.cell(name).text();
      if (text.isEmpty()) {
        return "";
      }
      key.append(key.isEmpty() ? "" : "|").append(Texts.normal(text));
    }
    return key.toString();
  }

  private @Nullable Instant effectiveAt() {
    Value value = target.effectiveAt();
    return value == null ? null : values.moment("effectiveAt", value);
  }

  private static ObjectNode json(Changes changes) {
    return ContractJson.plain().valueToTree(changes);
  }
}

package custody.command.imports.mapping;

import custody.command.imports.mapping.Fact.StreamKey;
import custody.command.imports.mapping.Mapping.Condition;
import custody.command.imports.mapping.Mapping.Reference;
import custody.command.imports.mapping.Mapping.Target;
import custody.command.imports.mapping.RowReport.Outcome;
import custody.command.imports.mapping.Value.WhenEmpty;
import custody.command.imports.mapping.Value.WhenInvalid;
import custody.command.imports.source.Cell;
import custody.command.imports.source.FileRefusedException;
import custody.command.imports.source.Row;
import custody.command.imports.source.RowProblem;
import custody.contract.Changes;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.service.Texts;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import custody.service.field.FieldJson;
import custody.service.field.FieldType;
import custody.wire.ContractJson;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rows of one file, read by its mapping, as facts. Pure: the same row is always the same facts.
public final class Translation {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)\\}");
  private static final Pattern DIGITS = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String NUMBER =
      "a number; grouping, decimal, currency and times in the mapping say how it is written";

  private final Mapping mapping;
  private final FieldCatalog catalog;
  private final FieldJson fields;
  private final Instant importedAt;
  private final Map<String, Integer> columns = new HashMap<>();

  /// @param importedAt what `import-time` means: UTC, microseconds, the same for the whole import
  /// @throws FileRefusedException if the mapping names columns that the file does not have
  public Translation(
      Mapping mapping,
      List<String> header,
      FieldCatalog catalog,
      FieldJson fields,
      Instant importedAt) {
    this.mapping = mapping;
    this.catalog = catalog;
    this.fields = fields;
    this.importedAt = importedAt;
    Set<String> twice = new TreeSet<>();
    for (int i = 0; i < header.size(); i++) {
      if (columns.putIfAbsent(header.get(i), i) != null) {
        twice.add(header.get(i));
      }
    }
    Set<String> named = named(mapping);
    twice.retainAll(named);
    if (!twice.isEmpty()) {
      throw new FileRefusedException(
          "column-ambiguous",
          "The file has these columns more than once: %s. Rename them."
              .formatted(String.join(", ", twice)));
    }
    named.addAll(mapping.format().fillDown());
    named.removeAll(columns.keySet());
    if (!named.isEmpty()) {
      throw new FileRefusedException(
          "column-missing",
          "The mapping names columns that the file does not have: %s. It has: %s."
              .formatted(String.join(", ", named), String.join(", ", header)));
    }
  }

  /// @param facts in the order in which they hold at one instant
  public record Result(List<Fact> facts, List<RowReport> reports) {}

  /// Why a target gets nothing from a row.
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final boolean silent;

    Refusal(String code, String detail, boolean silent) {
      super(detail, null, false, false);
      this.code = code;
      this.silent = silent;
    }
  }

  public Result translate(Row row) {
    List<Fact> facts = new ArrayList<>();
    List<RowReport> reports = new ArrayList<>();
    RowProblem problem = row.problem();
    if (problem != null) {
      reports.add(
          new RowReport(row.number(), "row", Outcome.REJECT, problem.code(), problem.detail()));
      return new Result(facts, reports);
    }
    for (Target target : mapping.targets()) {
      new OneTarget(row, target, facts, reports).translate();
    }
    return new Result(facts, reports);
  }

  private final class OneTarget {
    private final Row row;
    private final Target target;
    private final List<Fact> facts;
    private final List<RowReport> reports;

    OneTarget(Row row, Target target, List<Fact> facts, List<RowReport> reports) {
      this.row = row;
      this.target = target;
      this.facts = facts;
      this.reports = reports;
    }

    void translate() {
      Condition when = target.when();
      if (when != null) {
        String text = cell(when.column()).text();
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
          report(Outcome.REJECT, refusal.code, String.valueOf(refusal.getMessage()));
        }
      }
    }

    private List<Fact> all() {
      String record = key(target.key());
      if (record.isEmpty()) {
        throw reject("key-missing", "The key is empty: " + String.join(", ", target.key()) + ".");
      }
      Instant effectiveAt = effectiveAt();
      return switch (target.kind()) {
        case CUSTOMERS -> customer(record, effectiveAt);
        case REPS -> List.of(rep(record, effectiveAt));
        case CONTACTS -> {
          ObjectNode payload = NODES.objectNode();
          payload.put("contact", "key:" + record);
          payload.set("fields", json(changes(FieldCatalog.Of.CONTACT, Set.of())));
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
          payload.put("product", required("product"));
          number("monthlyVolume").ifPresent(it -> payload.put("monthlyVolume", it));
          number("stock").ifPresent(it -> payload.put("stock", it));
          yield List.of(fact(ofCustomer(), record, "assortment.reported", effectiveAt, payload));
        }
      };
    }

    private List<Fact> customer(String record, @Nullable Instant effectiveAt) {
      StreamKey stream = StreamKey.ofKey(false, mapping.system(), record);
      ObjectNode payload = NODES.objectNode();
      payload.put("kind", code("kind", Set.of("company", "outlet", "person")));
      payload.set(
          "fields", json(changes(FieldCatalog.Of.CUSTOMER, Set.of("kind", "grade", "colour"))));
      payload.putArray("externalIds");
      ObjectNode holder = holder();
      if (holder != null) {
        payload.set("holder", holder);
      }
      List<Fact> all = new ArrayList<>();
      all.add(fact(stream, record, "customer.registered", effectiveAt, payload));
      String grade = text("grade");
      if (grade != null) {
        String colour = text("colour");
        ObjectNode classified = NODES.objectNode();
        classified.put("grade", grade);
        classified.put("colour", colour == null ? "" : colour);
        all.add(fact(stream, record, "profile.classified", effectiveAt, classified));
      }
      return all;
    }

    private Fact rep(String record, @Nullable Instant effectiveAt) {
      ObjectNode payload = NODES.objectNode();
      payload.put("name", required("name"));
      payload.put("team", required("team"));
      payload.put("territory", required("territory"));
      payload.putArray("externalIds");
      return fact(
          StreamKey.ofKey(true, mapping.system(), record),
          record,
          "rep.joined",
          effectiveAt,
          payload);
    }

    private ObjectNode followUp(String record, @Nullable Instant effectiveAt) {
      ObjectNode details = NODES.objectNode();
      details.put("medium", code("medium", Set.of("call", "visit", "mail", "message", "meeting")));
      details.put("occurredAt", (effectiveAt == null ? importedAt : effectiveAt).toString());
      String rep = reference(target.rep());
      if (rep != null) {
        details.put("rep", rep);
      }
      details.put("summary", required("summary"));
      String outcome = text("outcome");
      if (outcome != null) {
        details.put("outcome", outcome);
      }
      String next = text("nextStep");
      if (next != null) {
        ObjectNode step = details.putObject("nextStep");
        step.put("what", next);
        LocalDate due = day("nextStepDue");
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
        throw reject("holder-missing", "The period names neither rep nor pool.");
      }
      StreamKey stream = ofCustomer();
      List<Fact> all = new ArrayList<>();
      Value ends = target.until();
      String then = target.then();
      Instant until = ends == null ? null : moment("until", ends);
      if (until != null && from != null && !until.isAfter(from)) {
        throw reject("period-empty", "The period ends before it begins.");
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
      String name = pool == null ? null : text("pool", pool);
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
          author == null ? null : text("author", author),
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
        throw reject(
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
        String text = cell(name).text();
        if (text.isEmpty()) {
          return "";
        }
        key.append(key.isEmpty() ? "" : "|").append(Texts.normal(text));
      }
      return key.toString();
    }

    private @Nullable Instant effectiveAt() {
      Value value = target.effectiveAt();
      return value == null ? null : moment("effectiveAt", value);
    }

    private @Nullable Instant moment(String name, Value value) {
      Cell cell = raw(value);
      if (cell.isEmpty()) {
        return switch (value.whenEmpty()) {
          case SKIP -> null;
          case REJECT -> throw reject(name + "-missing", name + emptyIn(value));
          case USE -> parsed(name, value, Cell.of(String.valueOf(value.use())));
          case IMPORT_TIME -> {
            report(
                Outcome.WARNING,
                "import-time-used",
                name + " is empty" + at(value) + "; the time of the import was used.");
            yield null;
          }
        };
      }
      return parsed(name, value, cell);
    }

    private @Nullable Instant parsed(String name, Value value, Cell cell) {
      Optional<Instant> parsed =
          new Moments(patterns(value), mapping.zone()).moment(translated(value, cell));
      if (parsed.isEmpty()) {
        invalid(
            value,
            "date-invalid",
            name
                + at(value)
                + " is no date or time"
                + likePatterns(value)
                + (mapping.zone() == null ? " Or name the mapping's zone." : ""));
        return null;
      }
      return parsed.get();
    }

    private @Nullable LocalDate day(String name) {
      Value value = target.columns().get(name);
      if (value == null) {
        return null;
      }
      Cell cell = orUse(name, value);
      if (cell.isEmpty()) {
        return null;
      }
      Optional<LocalDate> day = new Moments(patterns(value), mapping.zone()).day(cell);
      if (day.isEmpty()) {
        invalid(value, "date-invalid", name + at(value) + " is no date" + likePatterns(value));
      }
      return day.orElse(null);
    }

    private List<String> patterns(Value value) {
      return value.dates().isEmpty() ? mapping.dates() : value.dates();
    }

    private String likePatterns(Value value) {
      List<String> patterns = patterns(value);
      return (patterns.isEmpty() ? " of ISO 8601" : " like " + String.join(" or ", patterns))
          + ". Correct it, or add its pattern to the mapping's dates.";
    }

    private Optional<BigDecimal> number(String name) {
      Value value = target.columns().get(name);
      if (value == null) {
        return Optional.empty();
      }
      Cell cell = orUse(name, value);
      if (cell.isEmpty()) {
        return Optional.empty();
      }
      Optional<BigDecimal> number = number(value, cell.text());
      if (number.isEmpty()) {
        invalid(value, "number-invalid", name + at(value) + " must be " + NUMBER + ".");
      }
      return number;
    }

    private static Optional<BigDecimal> number(Value value, String text) {
      String currency = value.currency();
      String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
      plain = currency == null ? plain : CurrencySigns.without(currency, plain);
      Character grouping = value.grouping();
      if (grouping != null) {
        plain =
            plain.replace(Normalizer.normalize(String.valueOf(grouping), Normalizer.Form.NFKC), "");
      }
      plain = plain.replace(value.decimal(), '.').strip();
      boolean percent = plain.endsWith("%");
      plain = percent ? plain.substring(0, plain.length() - 1).strip() : plain;
      if (!DIGITS.matcher(plain).matches()) {
        return Optional.empty();
      }
      BigDecimal number = new BigDecimal(plain).movePointLeft(percent ? 2 : 0);
      BigDecimal times = value.times();
      return Optional.of(times == null ? number : number.multiply(times));
    }

    private String code(String name, Set<String> codes) {
      String text = required(name).toLowerCase(Locale.ROOT);
      if (!codes.contains(text)) {
        throw reject(name + "-invalid", name + " must be " + oneOf(new TreeSet<>(codes)) + ".");
      }
      return text;
    }

    private String required(String name) {
      Value value = target.columns().get(name);
      String text = value == null ? null : text(name, value);
      if (text == null) {
        throw reject(
            name + "-missing",
            name + (value == null ? " is not in the mapping's columns." : emptyIn(value)));
      }
      return text;
    }

    private @Nullable String text(String name) {
      Value value = target.columns().get(name);
      return value == null ? null : text(name, value);
    }

    private @Nullable String text(String name, Value value) {
      Cell cell = orUse(name, value);
      if (cell.isEmpty()) {
        return null;
      }
      if (Texts.complaint(cell.text()).isPresent()) {
        invalid(value, "text-invalid", name + at(value) + " holds control characters.");
        return null;
      }
      return Texts.normal(cell.text());
    }

    private Changes changes(FieldCatalog.Of of, Set<String> besides) {
      Map<String, FieldValue> set = new HashMap<>();
      Map<String, Personal<FieldValue>> personal = new HashMap<>();
      target
          .columns()
          .forEach(
              (name, value) -> {
                if (besides.contains(name)) {
                  return;
                }
                FieldDefinition field = catalog.find(of, name).orElseThrow();
                fieldValue(field, value)
                    .ifPresent(
                        read -> {
                          if (field.personal()) {
                            personal.put(name, Personal.of(read));
                          } else {
                            set.put(name, read);
                          }
                        });
                if (field.required() && !set.containsKey(name) && !personal.containsKey(name)) {
                  throw reject("field-required", name + " is required" + at(value) + ".");
                }
              });
      return new Changes(set, personal, Set.of());
    }

    private Optional<FieldValue> fieldValue(FieldDefinition field, Value value) {
      Cell cell = orUse(field.name(), value);
      if (cell.isEmpty()) {
        return Optional.empty();
      }
      String text = cell.text();
      if (field.type() == FieldType.DATE) {
        text =
            new Moments(patterns(value), mapping.zone())
                .day(cell)
                .map(LocalDate::toString)
                .orElse("");
      } else if (field.type() == FieldType.NUMBER || field.type() == FieldType.MONEY) {
        String amount =
            number(value, text)
                .map(number -> number.stripTrailingZeros().toPlainString())
                .orElse(field.type() == FieldType.MONEY && value.currency() == null ? text : "");
        text = value.currency() == null ? amount : amount + " " + value.currency();
      }
      Optional<FieldValue> read = fields.readText(field, text);
      if (read.isEmpty()) {
        String expected =
            switch (field.type()) {
              case CHOICE -> oneOf(field.choices());
              case NUMBER -> NUMBER;
              case MONEY -> NUMBER + ", or currency is missing";
              default -> field.type().expected();
            };
        invalid(
            value,
            field.type() == FieldType.CHOICE ? "unknown-choice" : "field-invalid",
            field.name() + at(value) + " must be " + expected + ".");
      }
      return read;
    }

    private Cell orUse(String name, Value value) {
      Cell cell = raw(value);
      if (!cell.isEmpty()) {
        return translated(value, cell);
      }
      return switch (value.whenEmpty()) {
        case USE -> Cell.of(String.valueOf(value.use()));
        case REJECT -> throw reject(name + "-missing", name + emptyIn(value));
        case SKIP, IMPORT_TIME -> Cell.EMPTY;
      };
    }

    private Cell raw(Value value) {
      String column = value.column();
      if (column != null) {
        return cell(column);
      }
      String constant = value.constant();
      return Cell.of(constant != null ? constant : filled(String.valueOf(value.template())));
    }

    private Cell translated(Value value, Cell cell) {
      String meant = value.values().get(cell.text());
      return meant == null ? cell : Cell.of(meant);
    }

    private String filled(String template) {
      Matcher matcher = PLACEHOLDER.matcher(template);
      return matcher.replaceAll(
          found -> Matcher.quoteReplacement(cell(String.valueOf(found.group(1))).text()));
    }

    private Cell cell(String column) {
      Cell cell = row.cells().get(columns.getOrDefault(column, -1));
      return mapping.format().empty().contains(cell.text()) ? Cell.EMPTY : cell;
    }

    private void invalid(Value value, String code, String detail) {
      if (value.whenInvalid() == WhenInvalid.REJECT) {
        throw reject(code, detail);
      }
      report(Outcome.WARNING, code, detail + " It was left out.");
    }

    private static String at(Value value) {
      return value.column() == null ? "" : " (column " + value.column() + ")";
    }

    private static String emptyIn(Value value) {
      return " is empty"
          + at(value)
          + ". Fill it, or say in the mapping what that means (whenEmpty).";
    }

    private static String oneOf(Collection<String> codes) {
      return "one of "
          + String.join(", ", codes)
          + "; values in the mapping says which of them the file's own words mean";
    }

    private static Refusal reject(String code, String detail) {
      return new Refusal(kebab(code), detail, false);
    }

    private void report(Outcome outcome, String code, String detail) {
      reports.add(
          new RowReport(row.number(), target.kind().toString(), outcome, kebab(code), detail));
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static ObjectNode json(Changes changes) {
    return ContractJson.plain().valueToTree(changes);
  }

  private static Set<String> named(Mapping mapping) {
    Set<String> named = new TreeSet<>();
    for (Target target : mapping.targets()) {
      named.addAll(target.key());
      Condition when = target.when();
      if (when != null) {
        named.add(when.column());
      }
      for (Reference reference : nonNull(target.customer(), target.rep())) {
        named.addAll(reference.columns());
      }
      List<Value> values =
          new ArrayList<>(
              nonNull(target.pool(), target.effectiveAt(), target.until(), target.author()));
      values.addAll(target.columns().values());
      for (Value value : values) {
        String column = value.column();
        if (column != null) {
          named.add(column);
        }
        String template = value.template();
        if (template != null) {
          PLACEHOLDER.matcher(template).results().map(it -> it.group(1)).forEach(named::add);
        }
      }
    }
    return named;
  }

  @SafeVarargs
  private static <T> List<T> nonNull(@Nullable T... items) {
    List<T> list = new ArrayList<>();
    for (T item : items) {
      if (item != null) {
        list.add(item);
      }
    }
    return list;
  }
}

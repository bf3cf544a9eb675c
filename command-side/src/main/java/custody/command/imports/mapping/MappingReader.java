package custody.command.imports.mapping;

import custody.command.imports.mapping.Fact.StreamKey;
import custody.command.imports.mapping.Mapping.Condition;
import custody.command.imports.mapping.Mapping.Format;
import custody.command.imports.mapping.Mapping.Kind;
import custody.command.imports.mapping.Mapping.Reference;
import custody.command.imports.mapping.Mapping.Target;
import custody.command.imports.mapping.MappingRefusedException.Complaint;
import custody.command.imports.mapping.Value.WhenEmpty;
import custody.command.imports.mapping.Value.WhenInvalid;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a mapping strictly: whatever is not understood is a complaint, and all complaints come
/// together.
public final class MappingReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final String SYSTEM = "[A-Za-z0-9][A-Za-z0-9._-]{0,49}";

  private final FieldCatalog catalog;
  private final List<Complaint> complaints = new ArrayList<>();
  private @Nullable ZoneId zone;
  private String system = "";

  private MappingReader(FieldCatalog catalog) {
    this.catalog = catalog;
  }

  /// @param catalog the fields there are
  /// @throws MappingRefusedException with everything that is wrong
  public static Mapping read(byte[] json, FieldCatalog catalog) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw new MappingRefusedException(
          List.of(
              new Complaint(
                  "the mapping",
                  at == null
                      ? "is no JSON"
                      : "is no JSON: look at line %d, column %d"
                          .formatted(at.getLineNr(), at.getColumnNr()))));
    }
    return new MappingReader(catalog).mapping(root);
  }

  private Mapping mapping(JsonNode json) {
    Node root = new Node(json, "", complaints);
    if (!root.isObject()) {
      root.complain("must be a JSON object");
      throw new MappingRefusedException(complaints);
    }
    system = root.requiredText("system");
    if (!system.isEmpty() && !system.matches(SYSTEM)) {
      root.at("system").complain("write letters, digits, dots and dashes, at most 50");
    }
    Format format = format(root.at("format"));
    zone = root.parsed("zone", "write a time zone such as Asia/Shanghai or +08:00", ZoneId::of);
    List<String> dates = root.texts("dates");
    patterns(root.at("dates"), dates);
    List<Target> targets = root.list("targets").stream().map(this::target).toList();
    if (targets.isEmpty() && format.type() != Mapping.Type.NDJSON) {
      root.at("targets").complain("say what the rows become; only format.type ndjson needs none");
    } else if (!targets.isEmpty() && format.type() == Mapping.Type.NDJSON) {
      root.at("targets").complain("leave it out: NDJSON lines say themselves what they mean");
    }
    root.nothingElse();
    if (!complaints.isEmpty()) {
      throw new MappingRefusedException(complaints);
    }
    return new Mapping(system, format, zone, dates, targets);
  }

  private static Format format(Node node) {
    Format format =
        new Format(
            node.parsed(
                "type",
                "write csv, xlsx or ndjson",
                it -> Mapping.Type.valueOf(it.toUpperCase(Locale.ROOT))),
            node.parsed("charset", "write a charset such as UTF-8 or GB18030", Charset::forName),
            node.character("delimiter"),
            Objects.requireNonNullElse(node.character("quote"), '"'),
            node.text("sheet"),
            node.number("skipRows", 1000),
            Set.copyOf(node.texts("empty")),
            Set.copyOf(node.texts("fillDown")));
    node.nothingElse();
    return format;
  }

  private Target target(Node node) {
    Kind kind =
        node.parsed(
            "target",
            "write one of " + Arrays.toString(Kind.values()),
            it ->
                Arrays.stream(Kind.values())
                    .filter(each -> each.toString().equals(it))
                    .findAny()
                    .orElseThrow());
    if (kind == null) {
      if (!node.has("target")) {
        node.at("target").complain("is required, one of " + Arrays.toString(Kind.values()));
      }
      kind = Kind.CUSTOMERS;
      return new Target(
          kind, List.of(), false, null, null, null, null, null, null, null, null, null, false,
          Map.of());
    }
    List<String> key = node.texts("key");
    if (key.isEmpty()) {
      node.at("key").complain("name the columns that tell records apart");
    }
    Map<String, Value> columns = columns(node.at("columns"), kind);
    boolean personalKey =
        node.has("personalKey") ? node.flag("personalKey") : keyIsPersonal(kind, key, columns);
    Condition when = node.has("when") ? condition(node.at("when")) : null;
    boolean ofCustomer = kind != Kind.CUSTOMERS && kind != Kind.REPS;
    Reference customer = ofCustomer ? reference(node, "customer", true) : null;
    boolean mayNameRep =
        kind == Kind.FOLLOW_UPS || kind == Kind.OWNERSHIP_PERIODS || kind == Kind.CUSTOMERS;
    Reference rep = mayNameRep ? reference(node, "rep", false) : null;
    boolean mayNamePool = kind == Kind.OWNERSHIP_PERIODS || kind == Kind.CUSTOMERS;
    Value pool = mayNamePool && node.has("pool") ? value(node, "pool", false) : null;
    Value until = null;
    String then = null;
    if (kind == Kind.OWNERSHIP_PERIODS) {
      if ((rep == null) == (pool == null)) {
        node.complain("an ownership period names either rep or pool");
      }
      until = node.has("until") ? value(node, "until", false) : null;
      then = node.text("then");
      if (until != null && then == null) {
        node.at("then").complain("say in which pool the customer is when a period ends");
      }
    } else if (rep != null && pool != null) {
      node.complain("a new customer has either rep or pool");
    }
    Value effectiveAt = node.has("effectiveAt") ? value(node, "effectiveAt", true) : null;
    if (effectiveAt == null && (kind == Kind.FOLLOW_UPS || kind == Kind.OWNERSHIP_PERIODS)) {
      node.at("effectiveAt").complain("say when it took place");
    }
    Target target =
        new Target(
            kind,
            key,
            personalKey,
            when,
            customer,
            rep,
            pool,
            effectiveAt,
            until,
            then,
            node.has("author") ? value(node, "author", false) : null,
            node.text("reason"),
            kind == Kind.CUSTOMERS && node.flag("acceptLikelyDuplicates"),
            columns);
    node.nothingElse();
    return target;
  }

  private boolean keyIsPersonal(Kind kind, List<String> key, Map<String, Value> columns) {
    return columns.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getValue().column() != null
                    && key.contains(entry.getValue().column())
                    && isPersonal(kind, entry.getKey()));
  }

  private boolean isPersonal(Kind kind, String name) {
    return switch (kind) {
      case REPS -> name.equals("name");
      case FOLLOW_UPS -> name.equals("summary") || name.equals("nextStep");
      case CUSTOMERS ->
          catalog
              .find(FieldCatalog.Of.CUSTOMER, name)
              .filter(FieldDefinition::personal)
              .isPresent();
      case CONTACTS ->
          catalog.find(FieldCatalog.Of.CONTACT, name).filter(FieldDefinition::personal).isPresent();
      case OWNERSHIP_PERIODS, ASSORTMENT -> false;
    };
  }

  private static Condition condition(Node node) {
    String column = node.requiredText("column");
    Set<String> in = node.has("in") ? Set.copyOf(node.texts("in")) : null;
    node.nothingElse();
    return new Condition(column, in);
  }

  private @Nullable Reference reference(Node parent, String name, boolean required) {
    if (!parent.has(name)) {
      if (required) {
        parent.at(name).complain("say which column names the customer");
      }
      return null;
    }
    Node node = parent.at(name);
    String column = node.asText();
    if (column != null) {
      return new Reference(List.of(column), system, StreamKey.KEY, WhenEmpty.REJECT);
    }
    List<String> columns = node.texts("column");
    if (columns.isEmpty()) {
      node.at("column").complain("is required: the column or columns that name it");
    }
    String by = Objects.requireNonNullElse(node.text("by"), StreamKey.KEY);
    Set<String> ways = ways(name.equals("customer"));
    if (!ways.contains(by)) {
      node.at("by").complain("write one of " + String.join(", ", ways));
    }
    if (columns.size() > 1 && !by.equals(StreamKey.KEY)) {
      node.at("column").complain("only a key may be made of several columns");
    }
    String from = node.text("system");
    WhenEmpty whenEmpty = whenEmpty(node, false);
    if (whenEmpty == WhenEmpty.USE) {
      node.at("whenEmpty").complain("write reject or skip");
    }
    node.nothingElse();
    return new Reference(
        columns,
        from == null ? system : from,
        by,
        whenEmpty == null ? WhenEmpty.REJECT : whenEmpty);
  }

  /// By what a file may name a customer or rep.
  private Set<String> ways(boolean customer) {
    Set<String> ways = with(Set.of(), StreamKey.KEY, StreamKey.ID, StreamKey.NAME);
    if (customer) {
      catalog.fields(FieldCatalog.Of.CUSTOMER).stream()
          .filter(FieldDefinition::unique)
          .map(FieldDefinition::name)
          .forEach(ways::add);
    }
    return ways;
  }

  private Map<String, Value> columns(Node node, Kind kind) {
    Map<String, Value> columns = new LinkedHashMap<>();
    if (!node.isObject()) {
      if (!required(kind).isEmpty()) {
        node.complain("is required: " + String.join(", ", required(kind)));
      }
      return columns;
    }
    Set<String> allowed = allowed(kind);
    for (String name : node.names()) {
      if (!allowed.contains(name)) {
        node.at(name).complain("no such field; there is " + String.join(", ", allowed));
        continue;
      }
      columns.put(name, value(node, name, false));
    }
    for (String name : required(kind)) {
      if (!columns.containsKey(name)) {
        node.at(name).complain("is required: a column, or a constant");
      }
    }
    return columns;
  }

  private Set<String> allowed(Kind kind) {
    return switch (kind) {
      case CUSTOMERS -> with(fields(FieldCatalog.Of.CUSTOMER), "kind", "grade", "colour");
      case CONTACTS -> fields(FieldCatalog.Of.CONTACT);
      case REPS -> with(Set.of(), "name", "team", "territory");
      case FOLLOW_UPS -> with(Set.of(), "medium", "summary", "outcome", "nextStep", "nextStepDue");
      case OWNERSHIP_PERIODS -> Set.of();
      case ASSORTMENT -> with(Set.of(), "product", "monthlyVolume", "stock");
    };
  }

  private Set<String> required(Kind kind) {
    return switch (kind) {
      case CUSTOMERS -> with(requiredFields(FieldCatalog.Of.CUSTOMER), "kind");
      case CONTACTS -> requiredFields(FieldCatalog.Of.CONTACT);
      case REPS -> with(Set.of(), "name", "team", "territory");
      case FOLLOW_UPS -> with(Set.of(), "medium", "summary");
      case OWNERSHIP_PERIODS -> Set.of();
      case ASSORTMENT -> with(Set.of(), "product");
    };
  }

  private Set<String> fields(FieldCatalog.Of of) {
    return catalog.fields(of).stream().map(FieldDefinition::name).collect(Collectors.toSet());
  }

  private Set<String> requiredFields(FieldCatalog.Of of) {
    return catalog.fields(of).stream()
        .filter(FieldDefinition::required)
        .map(FieldDefinition::name)
        .collect(Collectors.toSet());
  }

  private static Set<String> with(Set<String> names, String... more) {
    Set<String> all = new TreeSet<>(names);
    all.addAll(List.of(more));
    return all;
  }

  private Value value(Node parent, String name, boolean moment) {
    parent.has(name);
    Node node = parent.at(name);
    String column = node.asText();
    if (column != null) {
      return new Value(
          column,
          null,
          null,
          Map.of(),
          moment ? WhenEmpty.REJECT : WhenEmpty.SKIP,
          null,
          WhenInvalid.REJECT,
          List.of(),
          null,
          null,
          null,
          '.');
    }
    if (!node.isObject()) {
      node.complain("write a column's name, or an object with column, constant or template");
    }
    column = node.text("column");
    String constant = node.text("constant");
    String template = node.text("template");
    if (node.isObject()
        && (column != null ? 1 : 0) + (constant != null ? 1 : 0) + (template != null ? 1 : 0)
            != 1) {
      node.complain("say exactly one of column, constant and template");
    }
    WhenEmpty whenEmpty = whenEmpty(node, moment);
    String use = null;
    if (whenEmpty == WhenEmpty.USE) {
      Node instead = node.at("whenEmpty");
      use = instead.requiredText("use");
      instead.nothingElse();
    }
    WhenInvalid whenInvalid =
        node.parsed(
            "whenInvalid",
            "write reject or skip",
            it -> WhenInvalid.valueOf(it.toUpperCase(Locale.ROOT)));
    List<String> dates = node.texts("dates");
    patterns(node.at("dates"), dates);
    Value value =
        new Value(
            column,
            constant,
            template,
            node.textMap("values"),
            whenEmpty != null ? whenEmpty : moment ? WhenEmpty.REJECT : WhenEmpty.SKIP,
            use,
            whenInvalid == null ? WhenInvalid.REJECT : whenInvalid,
            dates,
            node.parsed(
                "currency",
                "write a currency of ISO 4217 such as CNY",
                it -> Currency.getInstance(it).getCurrencyCode()),
            node.parsed("times", "write a number", BigDecimal::new),
            node.character("grouping"),
            Objects.requireNonNullElse(node.character("decimal"), '.'));
    node.nothingElse();
    return value;
  }

  private static @Nullable WhenEmpty whenEmpty(Node node, boolean moment) {
    if (!node.has("whenEmpty")) {
      return null;
    }
    if (node.at("whenEmpty").isObject()) {
      return WhenEmpty.USE;
    }
    String text = node.text("whenEmpty");
    if ("skip".equals(text)) {
      return WhenEmpty.SKIP;
    }
    if ("reject".equals(text)) {
      return WhenEmpty.REJECT;
    }
    if (moment && "import-time".equals(text)) {
      return WhenEmpty.IMPORT_TIME;
    }
    node.at("whenEmpty")
        .complain("write skip, reject or {\"use\": value}" + (moment ? " or import-time" : ""));
    return null;
  }

  private static void patterns(Node node, List<String> patterns) {
    for (String pattern : patterns) {
      try {
        Moments.check(pattern);
      } catch (IllegalArgumentException e) {
        node.complain("write patterns such as yyyy-MM-dd or d.M.yyyy HH:mm, or excel-serial");
      }
    }
  }
}

package custody.service.field;

import custody.contract.Changes;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.service.Problem;
import custody.service.Texts;
import custody.service.Times;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Field values as plain JSON, both ways: texts, numbers and small objects instead of typed values.
/// Reading checks and normalises; which field it is says which type.
public final class FieldJson {
  private static final Pattern MAIL =
      Pattern.compile(
          "([^\\s@<>()\\[\\],;:\"\\\\]{1,64})@([^\\s@<>()\\[\\],;:\"\\\\]+\\.[^\\s@<>()\\[\\],;:\"\\\\.]{2,})");
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final FieldCatalog catalog;
  private final Phones phones;

  /// @param defaultRegion the country whose phone numbers are written without a country code
  public FieldJson(FieldCatalog catalog, String defaultRegion) {
    this.catalog = catalog;
    this.phones = new Phones(defaultRegion);
  }

  /// What is wrong with one field.
  ///
  /// @param code `field-invalid`, `field-unknown` or `field-required`
  /// @param expected what to write instead, for people
  public record Complaint(String field, String code, String expected) {}

  /// The fields something new begins with: required ones must be there, null means nothing.
  ///
  /// @param fields null = none
  /// @throws Problem `fields-invalid`, with all complaints
  public Changes first(FieldCatalog.Of of, @Nullable Map<String, JsonNode> fields) {
    Map<String, JsonNode> given = new LinkedHashMap<>(fields == null ? Map.of() : fields);
    given.values().removeIf(JsonNode::isNull);
    List<Complaint> complaints = new ArrayList<>();
    for (FieldDefinition field : catalog.fields(of)) {
      if (field.required() && !given.containsKey(field.name())) {
        complaints.add(new Complaint(field.name(), "field-required", field.expected()));
      }
    }
    return changes(of, given, complaints);
  }

  /// A merge patch of the fields: null clears.
  ///
  /// @param fields null = none
  /// @throws Problem `fields-invalid`, with all complaints
  public Changes patch(FieldCatalog.Of of, @Nullable Map<String, JsonNode> fields) {
    return changes(of, fields == null ? Map.of() : fields, new ArrayList<>());
  }

  private Changes changes(
      FieldCatalog.Of of, Map<String, JsonNode> fields, List<Complaint> complaints) {
    Map<String, FieldValue> set = new HashMap<>();
    Map<String, Personal<FieldValue>> personal = new HashMap<>();
    Set<String> cleared = new HashSet<>();
    fields.forEach(
        (name, json) -> {
          FieldDefinition field = catalog.find(of, name).orElse(null);
          if (json.isNull() && (field == null || !field.required())) {
            // A field that is configured no longer may still be cleared.
            // Such a name is stored open: it must be a name, and nothing else.
            if (isName(name)) {
              cleared.add(name);
              return;
            }
          }
          if (field == null) {
            complaints.add(new Complaint(shown(name), "field-unknown", names(of)));
            return;
          }
          if (json.isNull()) {
            complaints.add(new Complaint(name, "field-required", field.expected()));
            return;
          }
          read(field, json)
              .ifPresentOrElse(
                  value -> {
                    if (field.personal()) {
                      personal.put(name, Personal.of(value));
                    } else {
                      set.put(name, value);
                    }
                  },
                  () -> complaints.add(new Complaint(name, "field-invalid", field.expected())));
        });
    if (!complaints.isEmpty()) {
      throw problem(complaints);
    }
    return new Changes(set, personal, cleared);
  }

  /// The value, checked and normalised; empty if it is not as {@link FieldDefinition#expected()}
  /// says.
  public Optional<FieldValue> read(FieldDefinition field, JsonNode json) {
    return Optional.ofNullable(
        switch (field.type()) {
          case TEXT -> text(field, json);
          case NUMBER -> number(json, 18, 9).map(FieldValue.Number::new).orElse(null);
          case MONEY -> money(json);
          case DATE -> date(json);
          case CHOICE ->
              string(json)
                  .filter(field.choices()::contains)
                  .map(FieldValue.Choice::new)
                  .orElse(null);
          case PHONE -> string(json).flatMap(phones::parse).orElse(null);
          case MAIL -> mail(json);
          case URL -> url(json);
          case GEO_POINT -> geoPoint(json);
        });
  }

  /// A value from a table, where everything is text: numbers are written plainly (`1234.5`), money
  /// as `12.50 CNY`, a place as `30.27,120.16`. Empty if it is not as expected.
  public Optional<FieldValue> readText(FieldDefinition field, String text) {
    String value = Texts.normal(text);
    return switch (field.type()) {
      case NUMBER -> decimal(value).flatMap(number -> read(field, NODES.numberNode(number)));
      case MONEY -> {
        String[] parts = value.split("\\s+", -1);
        yield parts.length != 2
            ? Optional.empty()
            : decimal(parts[0])
                .flatMap(
                    amount ->
                        read(
                            field,
                            NODES.objectNode().put("amount", amount).put("currency", parts[1])));
      }
      case GEO_POINT -> {
        String[] parts = value.split("\\s*,\\s*", -1);
        yield parts.length != 2
            ? Optional.empty()
            : decimal(parts[0])
                .flatMap(
                    latitude ->
                        decimal(parts[1])
                            .flatMap(
                                longitude ->
                                    read(
                                        field,
                                        NODES
                                            .objectNode()
                                            .put("latitude", latitude)
                                            .put("longitude", longitude))));
      }
      case TEXT, DATE, CHOICE, PHONE, MAIL, URL -> read(field, NODES.stringNode(value));
    };
  }

  /// The plain form of a value; `{"erased": true}` if it was erased.
  public static JsonNode write(Personal<FieldValue> value) {
    return switch (value) {
      case Personal.Known<FieldValue>(FieldValue known) -> write(known);
      case Personal.Erased<FieldValue> _ -> NODES.objectNode().put("erased", true);
    };
  }

  /// The plain form of a value.
  public static JsonNode write(FieldValue value) {
    return switch (value) {
      case FieldValue.Text(String text) -> NODES.stringNode(text);
      case FieldValue.Number(BigDecimal number) -> NODES.numberNode(number);
      case FieldValue.Money(BigDecimal amount, String currency) ->
          NODES.objectNode().put("amount", amount).put("currency", currency);
      case FieldValue.Date(var date) -> NODES.stringNode(date.toString());
      case FieldValue.Choice(String choice) -> NODES.stringNode(choice);
      case FieldValue.Phone(String phone, String _) -> NODES.stringNode(phone);
      case FieldValue.Mail(String mail) -> NODES.stringNode(mail);
      case FieldValue.Url(String url) -> NODES.stringNode(url);
      case FieldValue.GeoPoint(double latitude, double longitude) ->
          NODES.objectNode().put("latitude", latitude).put("longitude", longitude);
    };
  }

  /// The plain form of a whole set of fields.
  public static ObjectNode write(Map<String, Personal<FieldValue>> fields) {
    ObjectNode json = NODES.objectNode();
    fields.forEach((name, value) -> json.set(name, write(value)));
    return json;
  }

  /// One problem for all complaints.
  public static Problem problem(List<Complaint> complaints) {
    String detail =
        complaints.stream()
            .map(
                complaint ->
                    switch (complaint.code()) {
                      case "field-unknown" ->
                          "There is no field "
                              + complaint.field()
                              + "; there is "
                              + complaint.expected();
                      case "field-required" ->
                          complaint.field() + " is required: " + complaint.expected();
                      default -> complaint.field() + " must be " + complaint.expected();
                    })
            .collect(Collectors.joining(". ", "", "."));
    return new Problem(422, "fields-invalid", detail, Map.of("errors", List.copyOf(complaints)));
  }

  private String names(FieldCatalog.Of of) {
    return catalog.fields(of).stream().map(FieldDefinition::name).collect(Collectors.joining(", "));
  }

  /// A name we do not know may be anything, also something personal in the wrong place.
  private static String shown(String name) {
    return isName(name) ? name : "of that name";
  }

  private static boolean isName(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9_-]{0,49}");
  }

  private static Optional<String> string(JsonNode json) {
    if (!json.isString() || Texts.complaint(json.stringValue()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(Texts.normal(json.stringValue())).filter(text -> !text.isEmpty());
  }

  private static FieldValue.@Nullable Text text(FieldDefinition field, JsonNode json) {
    return string(json)
        .filter(text -> text.codePointCount(0, text.length()) <= field.maxLength())
        .map(FieldValue.Text::new)
        .orElse(null);
  }

  /// Normal form: no zeros behind the decimal point, no exponent.
  private static Optional<BigDecimal> number(JsonNode json, int before, int after) {
    if (!json.isNumber() || (json.isDouble() && !Double.isFinite(json.doubleValue()))) {
      return Optional.empty();
    }
    BigDecimal number = json.decimalValue();
    // The exponent first: expanding 1e999999999 would take all memory.
    if (Math.abs((long) number.scale()) > 100 || number.precision() > 100) {
      return Optional.empty();
    }
    BigDecimal stripped = number.stripTrailingZeros();
    if (stripped.scale() < 0) {
      stripped = stripped.setScale(0);
    }
    return stripped.precision() - stripped.scale() <= before && stripped.scale() <= after
        ? Optional.of(stripped)
        : Optional.empty();
  }

  private static Optional<BigDecimal> decimal(String text) {
    if (!text.matches("[+-]?\\d{1,40}(\\.\\d{1,40})?")) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(text));
  }

  private static FieldValue.@Nullable Money money(JsonNode json) {
    if (!json.isObject() || json.size() != 2 || !json.has("amount") || !json.has("currency")) {
      return null;
    }
    Optional<String> currency = string(json.get("currency")).filter(CURRENCIES::contains);
    return number(json.get("amount"), 15, 4)
        .flatMap(amount -> currency.map(code -> new FieldValue.Money(amount, code)))
        .orElse(null);
  }

  private static FieldValue.@Nullable Date date(JsonNode json) {
    try {
      return string(json).map(text -> new FieldValue.Date(Times.day(text))).orElse(null);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// The domain in lower case; the part before it belongs to its owner.
  private static FieldValue.@Nullable Mail mail(JsonNode json) {
    String text = string(json).orElse("");
    Matcher parts = MAIL.matcher(text);
    return text.length() <= 254 && parts.matches()
        ? new FieldValue.Mail(parts.group(1) + "@" + parts.group(2).toLowerCase(Locale.ROOT))
        : null;
  }

  private static FieldValue.@Nullable Url url(JsonNode json) {
    try {
      String text = string(json).orElse("");
      URI uri = new URI(text);
      String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      // User and password in an address would be stored and shown.
      return web && uri.getHost() != null && uri.getUserInfo() == null && text.length() <= 2000
          ? new FieldValue.Url(text)
          : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static FieldValue.@Nullable GeoPoint geoPoint(JsonNode json) {
    if (!json.isObject() || json.size() != 2) {
      return null;
    }
    Optional<Double> latitude = degrees(json.get("latitude"), 90);
    Optional<Double> longitude = degrees(json.get("longitude"), 180);
    return latitude.isPresent() && longitude.isPresent()
        ? new FieldValue.GeoPoint(latitude.get(), longitude.get())
        : null;
  }

  private static Optional<Double> degrees(@Nullable JsonNode json, int most) {
    if (json == null) {
      return Optional.empty();
    }
    return number(json, 3, 15)
        .map(BigDecimal::doubleValue)
        .filter(value -> Math.abs(value) <= most);
  }
}

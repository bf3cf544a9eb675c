package custody.query.sight;

import custody.query.RawJson;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Masks contact data: who may see that a customer is there need not be able to call it. A masked
/// value is `{"masked": "***678"}`; what was erased or is not there stays so.
public final class Masking {
  /// Masks nothing.
  public static final Masking NONE = new Masking(null, null);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PERSON = "person";
  private static final String STARS = "***";

  private final @Nullable MaskingProperties policy;
  private final @Nullable FieldCatalog catalog;

  Masking(@Nullable MaskingProperties policy, @Nullable FieldCatalog catalog) {
    this.policy = policy;
    this.catalog = catalog;
  }

  public boolean isOn() {
    return policy != null;
  }

  /// A customer's fields.
  ///
  /// @param kind company, outlet or person
  public Map<String, RawJson> customer(@Nullable String kind, Map<String, RawJson> fields) {
    return masked(FieldCatalog.Of.CUSTOMER, isPerson(kind), fields);
  }

  /// A contact's fields.
  public Map<String, RawJson> contact(Map<String, RawJson> fields) {
    return masked(FieldCatalog.Of.CONTACT, true, fields);
  }

  /// A customer's fields as one object.
  public JsonNode customer(@Nullable String kind, JsonNode fields) {
    ObjectNode masked = JSON.createObjectNode();
    fields
        .properties()
        .forEach(
            field ->
                masked.set(
                    field.getKey(),
                    masks(FieldCatalog.Of.CUSTOMER, isPerson(kind), field.getKey())
                        ? masked(field.getValue())
                        : field.getValue()));
    return masked;
  }

  /// Whether a filter by this field would tell what is masked. A name may be that of a person.
  public boolean hides(String field) {
    return masks(FieldCatalog.Of.CUSTOMER, true, field);
  }

  /// A customer's name as text, if it is a person's.
  public @Nullable String name(@Nullable String kind, @Nullable String name) {
    return name == null || !masks(FieldCatalog.Of.CUSTOMER, isPerson(kind), "name")
        ? name
        : text(name);
  }

  private static boolean isPerson(@Nullable String kind) {
    return kind == null || kind.replace("\"", "").equals(PERSON);
  }

  private Map<String, RawJson> masked(
      FieldCatalog.Of of, boolean person, Map<String, RawJson> fields) {
    Map<String, RawJson> masked = new TreeMap<>(fields);
    masked.replaceAll(
        (field, value) -> masks(of, person, field) ? RawJson.of(masked(value.tree())) : value);
    return masked;
  }

  private boolean masks(FieldCatalog.Of of, boolean person, String field) {
    if (policy == null || catalog == null) {
      return false;
    }
    if (field.equals("name")) {
      return person && policy.names();
    }
    // A field that is configured no longer may hold anything.
    return policy.fields().contains(field)
        || catalog
            .find(of, field)
            .map(FieldDefinition::type)
            .map(policy.types()::contains)
            .orElse(true);
  }

  private static JsonNode masked(JsonNode value) {
    boolean nothing = value.isNull() || (value.isObject() && value.has("erased"));
    return nothing
        ? value
        : JSON.createObjectNode().put("masked", value.isString() ? text(value.asString()) : STARS);
  }

  /// Enough to tell which of two it is for those who know both: the end of a number, the domain of
  /// an address, the first character of a name.
  private static String text(String value) {
    int at = value.lastIndexOf('@');
    if (at >= 0) {
      return STARS + value.substring(at);
    }
    boolean number = value.chars().filter(Character::isDigit).count() >= 6;
    if (number) {
      return STARS + value.substring(value.length() - 3);
    }
    return value.isEmpty() ? STARS : value.substring(0, value.offsetByCodePoints(0, 1)) + STARS;
  }
}

package custody.service.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON merge patch (RFC 7396) on a request record: what is there with the patch laid over it is
/// read as strictly as a body.
public final class MergePatch {
  private final JsonMapper json;
  private final Validator validator;

  MergePatch(JsonMapper json, Validator validator) {
    this.json = json;
    this.validator = validator;
  }

  /// @param present what is there
  /// @throws custody.service.Problem as for a body, if the result is not as it must be
  public <T> T apply(JsonNode present, JsonNode patch, Class<T> type) {
    T patched;
    try {
      patched = json.treeToValue(merged(present, patch), type);
    } catch (JacksonException e) {
      throw Problems.json(e);
    }
    Set<ConstraintViolation<T>> violations = validator.validate(patched);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(new HashSet<>(violations));
    }
    return patched;
  }

  static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode result =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    changes
        .properties()
        .forEach(
            change -> {
              String name = change.getKey();
              if (change.getValue().isNull()) {
                result.remove(name);
              } else {
                JsonNode before = result.path(name);
                result.set(name, merged(before, change.getValue()));
              }
            });
    return result;
  }
}

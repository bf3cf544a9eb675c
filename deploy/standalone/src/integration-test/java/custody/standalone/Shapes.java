package custody.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Bodies as the API's description says they look, and the same with one thing about them odd.
final class Shapes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 5;

  private final JsonNode docs;
  private final Random random;

  Shapes(JsonNode docs, Random random) {
    this.docs = docs;
    this.random = random;
  }

  /// Something of that schema: well-formed, and of sense only by chance.
  JsonNode one(JsonNode schema) {
    return one(schema, 0);
  }

  private JsonNode one(JsonNode given, int depth) {
    JsonNode schema = given;
    while (schema.has("$ref")) {
      schema = docs.at(schema.get("$ref").asString().substring(1));
    }
    if (schema.has("oneOf")) {
      return one(any(schema.get("oneOf")), depth);
    }
    if (schema.has("enum")) {
      return any(schema.get("enum"));
    }
    return switch (schema.path("type").asString("")) {
      case "object" -> object(schema, depth);
      case "array" -> {
        ArrayNode array = NODES.arrayNode();
        if (depth < DEEPEST) {
          array.add(one(schema.path("items"), depth + 1));
        }
        yield array;
      }
      case "integer" -> NODES.numberNode(1);
      case "number" -> NODES.numberNode(1.5);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> NODES.stringNode(text(schema.path("format").asString("")));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    if (depth < DEEPEST) {
      schema
          .path("properties")
          .properties()
          .forEach(it -> object.set(it.getKey(), one(it.getValue(), depth + 1)));
    }
    return object;
  }

  private static String text(String format) {
    return switch (format) {
      case "date-time" -> "2026-01-01T00:00:00Z";
      case "date" -> "2026-01-01";
      case "uuid" -> "01a2094b-b7a0-7563-b48d-e0b47a4910e7";
      default -> "x";
    };
  }

  private JsonNode any(JsonNode list) {
    return list.get(random.nextInt(list.size()));
  }

  /// The same as often as it has places, each time with something else in one of them, or nothing.
  void eachWith(JsonNode body, List<JsonNode> odd, Consumer<JsonNode> take) {
    for (Consumer<JsonNode> change : changes(body, odd)) {
      JsonNode changed = body.deepCopy();
      change.accept(changed);
      take.accept(changed);
    }
  }

  private List<Consumer<JsonNode>> changes(JsonNode node, List<JsonNode> odd) {
    List<Consumer<JsonNode>> changes = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      for (String name : object.propertyNames()) {
        JsonNode other = odd.get(random.nextInt(odd.size()));
        changes.add(it -> ((ObjectNode) it).set(name, other));
        changes.add(it -> ((ObjectNode) it).remove(name));
        within(changes, object.get(name), odd, it -> it.get(name));
      }
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      JsonNode other = odd.get(random.nextInt(odd.size()));
      changes.add(it -> ((ArrayNode) it).set(0, other));
      changes.add(it -> ((ArrayNode) it).set(0, NODES.nullNode()));
      within(changes, array.get(0), odd, it -> it.get(0));
    }
    return changes;
  }

  private void within(
      List<Consumer<JsonNode>> changes,
      JsonNode part,
      List<JsonNode> odd,
      UnaryOperator<JsonNode> to) {
    for (Consumer<JsonNode> change : changes(part, odd)) {
      changes.add(it -> change.accept(to.apply(it)));
    }
  }
}

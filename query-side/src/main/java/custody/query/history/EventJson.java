package custody.query.history;

import custody.contract.Changes;
import custody.contract.DateId;
import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.Id;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ImportantDate;
import custody.contract.ProfileEvent.Registered;
import custody.service.field.FieldJson;
import custody.wire.ContractJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Events in the form in which they are answered: personal data open, fields as in commands.
public final class EventJson {
  private EventJson() {}

  static String json(Object value) {
    return ContractJson.plain().writeValueAsString(value);
  }

  static @Nullable String jsonOrNull(@Nullable Object value) {
    return value == null ? null : json(value);
  }

  static String withId(DateId id, ImportantDate details) {
    return withId("id", id, details);
  }

  /// @param name of the member that holds the id
  static String withId(String name, Id id, Record details) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put(name, id.value().toString());
    node.setAll(ContractJson.plain().<ObjectNode>valueToTree(details));
    return node.toString();
  }

  static @Nullable String reason(Envelope envelope) {
    return jsonOrNull(envelope.reason());
  }

  public static String payload(Event event) {
    return switch (event) {
      case Registered it -> withFields(it, it.fields());
      case Amended it -> withFields(it, it.fields());
      case ContactAdded it -> withFields(it, it.fields());
      case ContactAmended it -> withFields(it, it.fields());
      default -> json(event); // no fields of the company's own
    };
  }

  private static String withFields(Event event, Changes changes) {
    ObjectNode fields = FieldJson.write(changes.values());
    changes.cleared().forEach(fields::putNull);
    ObjectNode node = ContractJson.plain().valueToTree(event);
    return node.set("fields", fields).toString();
  }
}

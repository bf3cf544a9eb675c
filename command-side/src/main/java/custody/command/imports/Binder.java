package custody.command.imports;

import custody.command.Directory;
import custody.command.imports.StreamImport.Bound;
import custody.command.imports.StreamImport.Refusal;
import custody.command.imports.mapping.Fact;
import custody.contract.Event;
import custody.contract.ProfileEvent.ExternalId;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Resolves the source system's keys in facts to ids of ours, many at once.
final class Binder {
  static final String KEY = "key:";
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Directory directory;
  private final Keys keys;
  private final Map<String, UUID> reps = new ConcurrentHashMap<>();

  Binder(Directory directory, Keys keys) {
    this.directory = directory;
    this.keys = keys;
  }

  /// Looks up every rep that the facts name and that is not known yet.
  void lookUpReps(Collection<Fact> facts) {
    Set<String> wanted = new HashSet<>();
    facts.forEach(fact -> collectReps(fact.payload(), fact.stream().system(), wanted));
    wanted.removeAll(reps.keySet());
    find(wanted, true).forEach(reps::put);
  }

  /// A rep that this import is about to let join.
  void knowRep(String system, String key, UUID id) {
    reps.put(system + "\n" + key, id);
  }

  /// The streams of these keys (`system\nkey`); what nobody has is left out.
  Map<String, UUID> find(Collection<String> wanted, boolean rep) {
    Map<ExternalId, String> asked = new HashMap<>();
    for (String name : wanted) {
      int end = name.indexOf('\n');
      String system = name.substring(0, end);
      String key = name.substring(end + 1);
      // Whether the key was personal where it was registered is not known here.
      asked.put(keys.external(system, key, false), name);
      asked.put(keys.external(system, key, true), name);
    }
    Map<String, UUID> found = new HashMap<>();
    if (asked.isEmpty()) {
      return found;
    }
    if (rep) {
      directory
          .reps(asked.keySet())
          .forEach((external, id) -> found.put(String.valueOf(asked.get(external)), id.value()));
    } else {
      directory
          .customers(asked.keySet())
          .forEach((external, id) -> found.put(String.valueOf(asked.get(external)), id.value()));
    }
    return found;
  }

  Bound bind(Fact fact) {
    EventType type = EventType.named(fact.event());
    if (type == null) {
      return refused(fact, "event-unknown", "There is no event of this name.");
    }
    try {
      ObjectNode payload = fact.payload().deepCopy();
      String unknown = resolve(payload, fact);
      if (unknown != null) {
        return refused(fact, "unknown-rep", unknown);
      }
      Event event = ContractJson.plain().treeToValue(payload, type.type());
      return new Bound(fact, event, null);
    } catch (JacksonException | IllegalArgumentException e) {
      return refused(
          fact, "payload-invalid", "The content is not as that of " + fact.event() + ".");
    }
  }

  private static Bound refused(Fact fact, String code, String detail) {
    return new Bound(fact, null, new Refusal(code, detail));
  }

  /// @return what to say if a rep is not known
  private @Nullable String resolve(JsonNode node, Fact fact) {
    if (node instanceof ArrayNode array) {
      for (JsonNode each : array) {
        String unknown = resolve(each, fact);
        if (unknown != null) {
          return unknown;
        }
      }
      return null;
    }
    if (!(node instanceof ObjectNode object)) {
      return null;
    }
    for (String name : new ArrayList<>(object.propertyNames())) {
      JsonNode value = object.get(name);
      if (!value.isString() || !value.stringValue().startsWith(KEY)) {
        String unknown = resolve(value, fact);
        if (unknown != null) {
          return unknown;
        }
        continue;
      }
      String key = value.stringValue().substring(KEY.length());
      switch (name) {
        case "rep", "from" -> {
          UUID rep = reps.get(named(key, fact.stream().system()));
          if (rep == null) {
            return "The row names a rep that nobody has imported or registered.";
          }
          object.put(name, rep.toString());
        }
        case "followUp", "contact", "date" ->
            object.put(
                name,
                keys.part(name, fact.stream().system(), fact.stream().key() + "\n" + key)
                    .toString());
        default -> {
          // a text that happens to begin so
        }
      }
    }
    return null;
  }

  private void collectReps(JsonNode node, String system, Set<String> wanted) {
    if (node instanceof ObjectNode object) {
      for (String name : List.of("rep", "from")) {
        JsonNode value = object.path(name);
        if (value.isString() && value.stringValue().startsWith(KEY)) {
          wanted.add(named(value.stringValue().substring(KEY.length()), system));
        }
      }
    }
    node.forEach(each -> collectReps(each, system, wanted));
  }

  private static String named(String key, String system) {
    return key.indexOf('\n') >= 0 ? key : system + "\n" + key;
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}

package custody.command.imports;

import custody.command.imports.StreamImport.Bound;
import custody.command.imports.StreamImport.Refusal;
import custody.command.imports.mapping.Fact;
import custody.command.imports.mapping.Fact.StreamKey;
import custody.contract.Event;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Resolves what facts refer to, and makes events of them.
final class Binder {
  private static final String KEY = "key:";
  private static final String NAME = "name:";
  private static final Set<String> REPS = Set.of("rep", "from", "by", "owner");
  private static final Set<String> PARTS =
      Set.of(
          "followUp",
          "contact",
          "date",
          "cover",
          "collaborator",
          "steward",
          "exemption",
          "complaint",
          "call");

  private final References references;
  private final Keys keys;

  Binder(References references, Keys keys) {
    this.references = references;
    this.keys = keys;
  }

  /// The reps that the facts name.
  static Set<StreamKey> reps(Collection<Fact> facts) {
    Set<StreamKey> reps = new HashSet<>();
    facts.forEach(fact -> collectReps(fact.payload(), fact.stream().system(), reps));
    return reps;
  }

  /// Puts ids into the fact's payload where references stood: it is bound once.
  Bound bind(Fact fact) {
    EventType type = EventType.named(fact.event());
    if (type == null) {
      return refused(fact, "event-unknown", "There is no event of this name.");
    }
    try {
      Refusal refusal = resolve(fact.payload(), fact);
      if (refusal != null) {
        return new Bound(fact, null, refusal);
      }
      Event event = ContractJson.plain().treeToValue(fact.payload(), type.type());
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
  private @Nullable Refusal resolve(JsonNode node, Fact fact) {
    if (node instanceof ArrayNode array) {
      for (JsonNode each : array) {
        Refusal refusal = resolve(each, fact);
        if (refusal != null) {
          return refusal;
        }
      }
      return null;
    }
    if (!(node instanceof ObjectNode object)) {
      return null;
    }
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      StreamKey rep = rep(name, value, fact.stream().system());
      Refusal refusal;
      if (rep != null) {
        refusal = resolve(object, name, rep);
      } else if (PARTS.contains(name) && value.isString() && value.stringValue().startsWith(KEY)) {
        String key = value.stringValue().substring(KEY.length());
        object.put(
            name,
            keys.part(name, fact.stream().system(), fact.stream().key() + "\n" + key).toString());
        refusal = null;
      } else {
        refusal = resolve(value, fact);
      }
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable Refusal resolve(ObjectNode object, String name, StreamKey rep) {
    References.Found found = references.get(rep);
    UUID id = found.single();
    if (id != null) {
      object.put(name, id.toString());
      return null;
    }
    return found.ambiguous()
        ? new Refusal(
            "rep-ambiguous", "Several reps are called so; name the rep by the key or the id.")
        : new Refusal(
            "unknown-rep",
            "Nobody has imported or registered this rep; import reps first, or say in the mapping"
                + " how the file names them (by, system).");
  }

  private static void collectReps(JsonNode node, String system, Set<StreamKey> reps) {
    node.properties()
        .forEach(
            member -> {
              StreamKey rep = rep(member.getKey(), member.getValue(), system);
              if (rep != null) {
                reps.add(rep);
              }
            });
    node.forEach(each -> collectReps(each, system, reps));
  }

  /// Null if it is no reference to a rep, but perhaps a text that happens to begin so.
  private static @Nullable StreamKey rep(String member, JsonNode value, String system) {
    if (!REPS.contains(member) || !value.isString()) {
      return null;
    }
    String text = value.stringValue();
    if (text.startsWith(NAME)) {
      return new StreamKey(true, system, text.substring(NAME.length()), StreamKey.NAME);
    }
    if (!text.startsWith(KEY)) {
      return null;
    }
    String key = text.substring(KEY.length());
    int end = key.indexOf('\n');
    return end < 0
        ? StreamKey.ofKey(true, system, key)
        : StreamKey.ofKey(true, key.substring(0, end), key.substring(end + 1));
  }
}

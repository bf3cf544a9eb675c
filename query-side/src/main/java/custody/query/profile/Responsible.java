package custody.query.profile;

import custody.query.RawJson;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Who is responsible beside the holder in one state, and what rules leave alone there; by id.
///
/// @param covers in the order in which they began; the last one is marked as acting
public record Responsible(
    SequencedMap<String, RawJson> covers,
    SequencedMap<String, RawJson> collaborators,
    SequencedMap<String, RawJson> stewards,
    SequencedMap<String, RawJson> exemptions) {

  /// Without what is over, whatever began it, and without covers for another than the holder.
  ///
  /// @param facts by part, those of other parts are left alone
  /// @param holder null = none yet
  static Responsible of(Map<String, List<Fact>> facts, @Nullable RawJson holder, Instant asOf) {
    Set<String> ended = new HashSet<>();
    facts.getOrDefault("ended", List.of()).forEach(fact -> ended.add(fact.item()));
    SequencedMap<String, ObjectNode> covers = inForce(facts, "covers", ended, asOf);
    if (!covers.isEmpty()) {
      String owner = holder == null ? "" : holder.tree().path("rep").asString("");
      covers.values().removeIf(cover -> !cover.path("owner").asString("").equals(owner));
    }
    covers.values().forEach(cover -> cover.put("acting", false));
    if (!covers.isEmpty()) {
      covers.lastEntry().getValue().put("acting", true);
    }
    return new Responsible(
        raw(covers),
        raw(inForce(facts, "collaborators", ended, asOf)),
        raw(inForce(facts, "stewards", ended, asOf)),
        raw(inForce(facts, "exemptions", ended, asOf)));
  }

  private static SequencedMap<String, ObjectNode> inForce(
      Map<String, List<Fact>> facts, String part, Set<String> ended, Instant asOf) {
    SequencedMap<String, ObjectNode> inForce = new LinkedHashMap<>();
    for (Fact fact : facts.getOrDefault(part, List.of())) {
      RawJson value = fact.value();
      if (value != null && !ended.contains(fact.item())) {
        ObjectNode json = (ObjectNode) value.tree();
        String until = json.path("until").asString("");
        if (until.isEmpty() || Instant.parse(until).isAfter(asOf)) {
          inForce.put(fact.item(), json.put("from", fact.effectiveAt().toString()));
        }
      }
    }
    return inForce;
  }

  private static SequencedMap<String, RawJson> raw(Map<String, ObjectNode> values) {
    SequencedMap<String, RawJson> raw = new LinkedHashMap<>();
    values.forEach((id, json) -> raw.put(id, RawJson.of(json)));
    return raw;
  }

  void write(JsonGenerator json) {
    Profile.list(json, "covers", covers);
    Profile.list(json, "collaborators", collaborators);
    Profile.list(json, "stewards", stewards);
    Profile.list(json, "exemptions", exemptions);
  }
}

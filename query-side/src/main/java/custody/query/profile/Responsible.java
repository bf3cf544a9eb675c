package custody.query.profile;

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

/// Who is responsible beside the holder in one state, and what rules leave alone there; JSON by id.
///
/// @param covers in the order in which they began; the last one is marked as acting
public record Responsible(
    SequencedMap<String, String> covers,
    SequencedMap<String, String> collaborators,
    SequencedMap<String, String> stewards,
    SequencedMap<String, String> exemptions) {

  /// Without what is over, whatever began it, and without covers for another than the holder.
  ///
  /// @param facts by part, those of other parts are left alone
  /// @param holder JSON; null = none yet
  static Responsible of(Map<String, List<Fact>> facts, @Nullable String holder, Instant asOf) {
    Set<String> ended = new HashSet<>();
    facts.getOrDefault("ended", List.of()).forEach(fact -> ended.add(fact.item()));
    SequencedMap<String, ObjectNode> covers = inForce(facts, "covers", ended, asOf);
    if (!covers.isEmpty()) {
      String owner = holder == null ? "" : Profile.object(holder).path("rep").asString("");
      covers.values().removeIf(cover -> !cover.path("owner").asString("").equals(owner));
    }
    covers.values().forEach(cover -> cover.put("acting", false));
    if (!covers.isEmpty()) {
      covers.lastEntry().getValue().put("acting", true);
    }
    return new Responsible(
        text(covers),
        text(inForce(facts, "collaborators", ended, asOf)),
        text(inForce(facts, "stewards", ended, asOf)),
        text(inForce(facts, "exemptions", ended, asOf)));
  }

  private static SequencedMap<String, ObjectNode> inForce(
      Map<String, List<Fact>> facts, String part, Set<String> ended, Instant asOf) {
    SequencedMap<String, ObjectNode> inForce = new LinkedHashMap<>();
    for (Fact fact : facts.getOrDefault(part, List.of())) {
      String value = fact.value();
      if (value != null && !ended.contains(fact.item())) {
        ObjectNode json = Profile.object(value);
        String until = json.path("until").asString("");
        if (until.isEmpty() || Instant.parse(until).isAfter(asOf)) {
          inForce.put(fact.item(), json.put("from", fact.effectiveAt().toString()));
        }
      }
    }
    return inForce;
  }

  private static SequencedMap<String, String> text(Map<String, ObjectNode> values) {
    SequencedMap<String, String> text = new LinkedHashMap<>();
    values.forEach((id, json) -> text.put(id, json.toString()));
    return text;
  }

  void write(JsonGenerator json) {
    Profile.list(json, "covers", covers);
    Profile.list(json, "collaborators", collaborators);
    Profile.list(json, "stewards", stewards);
    Profile.list(json, "exemptions", exemptions);
  }
}

package custody.query.profile;

import custody.query.RawJson;
import custody.query.sight.Masking;
import custody.wire.ContractJson;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/// A state as the profile that is answered. Values are passed on as they are.
///
/// @param contacts fields by the contact's id
/// @param openSteps what was promised and is not done, by follow-up
/// @param responsible who is, beside the holder, and what rules leave alone: those in force
/// @param openComplaints those not resolved
/// @param churn how the customer was lost; null unless it is
/// @param mergedInto the customer that it is; null = itself
public record Profile(
    @Nullable RawJson kind,
    Map<String, RawJson> fields,
    @Nullable RawJson externalIds,
    @Nullable RawJson classification,
    SequencedMap<String, Map<String, RawJson>> contacts,
    SequencedMap<String, RawJson> dates,
    SequencedMap<String, RawJson> assortment,
    SequencedMap<String, RawJson> openSteps,
    @Nullable RawJson holder,
    Responsible responsible,
    SequencedMap<String, RawJson> openComplaints,
    @Nullable RawJson churn,
    @Nullable RawJson mergedInto) {

  private static final RawJson DONE = RawJson.of("");

  static Profile of(State state) {
    Map<String, RawJson> single = new HashMap<>();
    Map<String, RawJson> fields = new LinkedHashMap<>();
    SequencedMap<String, Map<String, RawJson>> contacts = new LinkedHashMap<>();
    SequencedMap<String, RawJson> dates = new LinkedHashMap<>();
    SequencedMap<String, RawJson> assortment = new LinkedHashMap<>();
    SequencedMap<String, RawJson> openSteps = new LinkedHashMap<>();
    Map<String, List<Fact>> rare = new HashMap<>();
    for (Fact fact : state.facts()) {
      RawJson value = fact.value();
      if (value == null) {
        continue;
      }
      switch (fact.part()) {
        case "fields" -> fields.put(fact.field(), value);
        case "dates" -> dates.put(fact.item(), value);
        case "assortment" -> assortment.put(fact.item(), value);
        case "contacts" -> {
          Map<String, RawJson> contact =
              contacts.computeIfAbsent(fact.item(), _ -> new LinkedHashMap<>());
          if (!fact.field().isEmpty()) {
            contact.put(fact.field(), value);
          }
        }
        case "followUps" -> {
          // They come as: there, done, step.
          if (fact.field().equals("done")) {
            openSteps.put(fact.item(), DONE);
          } else if (fact.field().equals("step")) {
            openSteps.putIfAbsent(fact.item(), value);
          }
        }
        case "covers", "collaborators", "stewards", "exemptions", "ended", "complaints" ->
            rare.computeIfAbsent(fact.part(), _ -> new ArrayList<>()).add(fact);
        default -> single.put(fact.part(), value);
      }
    }
    openSteps.values().removeIf(DONE::equals);
    RawJson holder = single.get("holder");
    return new Profile(
        single.get("kind"),
        fields,
        single.get("externalIds"),
        single.get("classification"),
        contacts,
        dates,
        assortment,
        openSteps,
        holder,
        Responsible.of(rare, holder, state.asOf()),
        openComplaints(rare.getOrDefault("complaints", List.of())),
        single.get("churn"),
        single.get("mergedInto"));
  }

  private static SequencedMap<String, RawJson> openComplaints(List<Fact> facts) {
    SequencedMap<String, ObjectNode> complaints = new LinkedHashMap<>();
    for (Fact fact : facts) {
      RawJson value = fact.value();
      if (value != null) {
        // They come as: raised, escalated, resolved.
        switch (fact.field()) {
          case "" -> complaints.put(fact.item(), (ObjectNode) value.tree());
          case "escalated" -> {
            ObjectNode open = complaints.get(fact.item());
            if (open != null) {
              open.set("escalated", ((ObjectNode) value.tree()).without("complaint"));
            }
          }
          default -> complaints.remove(fact.item());
        }
      }
    }
    SequencedMap<String, RawJson> open = new LinkedHashMap<>();
    complaints.forEach((id, complaint) -> open.put(id, RawJson.of(complaint)));
    return open;
  }

  /// @param masking of contact data, for those who do not see it
  public static byte[] json(State state, Masking masking) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = ContractJson.plain().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringProperty("id", state.customer().toString());
      json.writeNumberProperty("version", state.version());
      json.writeStringProperty("asOf", state.asOf().toString());
      json.writeStringProperty("knownAt", state.knownAt().toString());
      json.writeNumberProperty("position", state.position());
      Profile profile = of(state);
      if (masking.isOn()) {
        json.writeBooleanProperty("masked", true);
        profile = profile.masked(masking);
      }
      profile.write(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /// What masking hides of a customer whose profile is seen: fields and contacts, opened.
  static void writeContactData(State state, JsonGenerator json) {
    Profile profile = of(state);
    json.writeStartObject();
    json.writeStringProperty("id", state.customer().toString());
    json.writeNumberProperty("version", state.version());
    fields(json, profile.fields);
    profile.writeContacts(json);
    json.writeEndObject();
  }

  /// Without what was promised, complaints, loss and dates: they are about people, in words nobody
  /// can mask.
  private Profile masked(Masking masking) {
    SequencedMap<String, Map<String, RawJson>> masked = new LinkedHashMap<>();
    contacts.forEach((id, fields) -> masked.put(id, masking.contact(fields)));
    return new Profile(
        kind,
        masking.customer(kind == null ? null : kind.getValue(), fields),
        externalIds,
        classification,
        masked,
        new LinkedHashMap<>(),
        assortment,
        new LinkedHashMap<>(),
        holder,
        responsible,
        new LinkedHashMap<>(),
        null,
        mergedInto);
  }

  private void write(JsonGenerator json) {
    RawJson.write(json, "kind", kind);
    fields(json, fields);
    RawJson.write(json, "externalIds", externalIds);
    RawJson.write(json, "classification", classification);
    writeContacts(json);
    list(json, "dates", dates);
    list(json, "assortment", assortment);
    list(json, "openSteps", openSteps);
    RawJson.write(json, "holder", holder);
    responsible.write(json);
    list(json, "openComplaints", openComplaints);
    RawJson.write(json, "churn", churn);
    RawJson.write(json, "mergedInto", mergedInto);
  }

  private void writeContacts(JsonGenerator json) {
    json.writeArrayPropertyStart("contacts");
    contacts.forEach(
        (id, contact) -> {
          json.writeStartObject();
          json.writeStringProperty("id", id);
          fields(json, contact);
          json.writeEndObject();
        });
    json.writeEndArray();
  }

  static void fields(JsonGenerator json, Map<String, RawJson> fields) {
    json.writeObjectPropertyStart("fields");
    fields.forEach((field, value) -> RawJson.write(json, field, value));
    json.writeEndObject();
  }

  static void list(JsonGenerator json, String name, SequencedMap<String, RawJson> values) {
    json.writeArrayPropertyStart(name);
    values.values().forEach(json::writeRawValue);
    json.writeEndArray();
  }
}

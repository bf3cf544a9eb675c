package custody.query.profile;

import custody.query.Bytes;
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
import tools.jackson.core.io.SerializedString;
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

  // Names and moments of every answer are not looked through for what is to be escaped.
  private static final SerializedString ID = new SerializedString("id");
  private static final SerializedString VERSION = new SerializedString("version");
  private static final SerializedString AS_OF = new SerializedString("asOf");
  private static final SerializedString KNOWN_AT = new SerializedString("knownAt");
  private static final SerializedString POSITION = new SerializedString("position");
  private static final SerializedString KIND = new SerializedString("kind");
  private static final SerializedString FIELDS = new SerializedString("fields");
  private static final SerializedString EXTERNAL_IDS = new SerializedString("externalIds");
  private static final SerializedString CLASSIFICATION = new SerializedString("classification");
  private static final SerializedString CONTACTS = new SerializedString("contacts");
  private static final SerializedString DATES = new SerializedString("dates");
  private static final SerializedString ASSORTMENT = new SerializedString("assortment");
  private static final SerializedString OPEN_STEPS = new SerializedString("openSteps");
  private static final SerializedString HOLDER = new SerializedString("holder");
  private static final SerializedString OPEN_COMPLAINTS = new SerializedString("openComplaints");
  private static final SerializedString CHURN = new SerializedString("churn");
  private static final SerializedString MERGED_INTO = new SerializedString("mergedInto");

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
      Bytes text = new Bytes(36);
      text.putId(state.customer());
      text.writeTo(json, ID);
      json.writeName(VERSION);
      json.writeNumber(state.version());
      text.putMoment(state.asOf());
      text.writeTo(json, AS_OF);
      text.putMoment(state.knownAt());
      text.writeTo(json, KNOWN_AT);
      json.writeName(POSITION);
      json.writeNumber(state.position());
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
    RawJson.write(json, KIND, kind);
    fields(json, fields);
    RawJson.write(json, EXTERNAL_IDS, externalIds);
    RawJson.write(json, CLASSIFICATION, classification);
    writeContacts(json);
    list(json, DATES, dates);
    list(json, ASSORTMENT, assortment);
    list(json, OPEN_STEPS, openSteps);
    RawJson.write(json, HOLDER, holder);
    responsible.write(json);
    list(json, OPEN_COMPLAINTS, openComplaints);
    RawJson.write(json, CHURN, churn);
    RawJson.write(json, MERGED_INTO, mergedInto);
  }

  private void writeContacts(JsonGenerator json) {
    json.writeName(CONTACTS);
    json.writeStartArray();
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
    json.writeName(FIELDS);
    json.writeStartObject();
    fields.forEach(
        (field, value) -> {
          json.writeName(field);
          json.writeRawValue(value);
        });
    json.writeEndObject();
  }

  static void list(
      JsonGenerator json, SerializedString name, SequencedMap<String, RawJson> values) {
    json.writeName(name);
    json.writeStartArray();
    values.values().forEach(json::writeRawValue);
    json.writeEndArray();
  }
}

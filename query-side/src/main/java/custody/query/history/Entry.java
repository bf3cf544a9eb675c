package custody.query.history;

import custody.query.Bytes;
import custody.query.RawJson;
import custody.query.history.History.Place;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/// An event as a history tells it.
///
/// @param version of the customer with this event
/// @param changes JSON, an array; null = none
record Entry(
    Place place,
    UUID customer,
    EventInfo info,
    long version,
    RawJson payload,
    @Nullable RawJson changes,
    @Nullable EventInfo voidedBy) {

  private static final SerializedString CUSTOMER = new SerializedString("customer");
  private static final SerializedString VERSION = new SerializedString("version");
  private static final SerializedString PAYLOAD = new SerializedString("payload");
  private static final SerializedString CHANGES = new SerializedString("changes");

  void write(JsonGenerator json) {
    json.writeStartObject();
    Bytes id = new Bytes(36);
    id.putId(customer);
    id.writeTo(json, CUSTOMER);
    info.write(json);
    json.writeName(VERSION);
    json.writeNumber(version);
    json.writeName(PAYLOAD);
    json.writeRawValue(payload);
    if (changes != null) {
      json.writeName(CHANGES);
      json.writeRawValue(changes);
    }
    if (voidedBy != null) {
      json.writeObjectPropertyStart("voidedBy");
      voidedBy.write(json);
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}

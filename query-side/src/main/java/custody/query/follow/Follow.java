package custody.query.follow;

import custody.contract.CustomerEvent;
import custody.contract.Recorded;
import custody.query.history.EventInfo;
import custody.query.history.EventJson;
import custody.wire.ContractJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// A page of events, for the API's description: the answer is written as it is read.
///
/// @param position to go on after; with `more`, at once
/// @param more whether the views have something after it
record Follow(List<Line> events, long position, boolean more) {
  /// As NDJSON, and as a server-sent event's data, each event is one of these.
  ///
  /// @param customer whose event it is; left out for a rep's
  /// @param rep whose event it is; left out for a customer's
  /// @param name of the event as it is stored, such as `follow-up.recorded`
  /// @param version of the customer or rep once this had happened
  /// @param payload what the event says, by its name
  record Line(
      long position,
      @Nullable UUID customer,
      @Nullable UUID rep,
      UUID event,
      String name,
      Instant effectiveAt,
      Instant recordedAt,
      String actor,
      String channel,
      @Nullable String reason,
      @Nullable JsonNode source,
      long version,
      JsonNode payload) {}

  static boolean isOfCustomer(Recorded recorded) {
    return recorded.event() instanceof CustomerEvent;
  }

  static String line(Recorded recorded) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = ContractJson.plain().createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberProperty("position", recorded.position());
      json.writeStringProperty(
          isOfCustomer(recorded) ? "customer" : "rep", recorded.stream().toString());
      EventInfo.of(recorded).write(json);
      json.writeNumberProperty("version", recorded.version());
      EventInfo.raw(json, "payload", EventJson.payload(recorded.event()));
      json.writeEndObject();
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}

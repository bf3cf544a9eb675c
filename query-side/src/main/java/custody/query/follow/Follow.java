package custody.query.follow;

import static custody.query.Bytes.ascii;

import custody.contract.CustomerEvent;
import custody.contract.Recorded;
import custody.query.Bytes;
import custody.query.RawJson;
import custody.query.history.EventInfo;
import custody.query.history.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A page of events, for the API's description: the answer is written as it is read.
///
/// @param position to go on after; with `more`, at once
/// @param more whether the views have something after it
record Follow(List<Line> events, long position, boolean more) {
  private static final byte[] POSITION = ascii("{\"position\":");
  private static final byte[] CUSTOMER = ascii(",\"customer\":\"");
  private static final byte[] REP = ascii(",\"rep\":\"");
  private static final byte[] INFO = ascii("\",");

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
    Bytes json = new Bytes();
    json.put(POSITION);
    json.putNumber(recorded.position());
    json.put(isOfCustomer(recorded) ? CUSTOMER : REP);
    json.putId(recorded.stream());
    json.put(INFO);
    RawJson payload = RawJson.of(EventJson.payload(recorded.event()));
    EventInfo.of(recorded).putMembers(json, recorded.version(), payload);
    json.put((byte) '}');
    return new String(json.array(), 0, json.size(), StandardCharsets.UTF_8);
  }
}

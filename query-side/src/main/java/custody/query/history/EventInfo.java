package custody.query.history;

import static custody.query.Bytes.ascii;

import custody.contract.Envelope;
import custody.contract.Recorded;
import custody.query.Bytes;
import custody.query.RawJson;
import custody.wire.EventType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who said something, when, through which channel and why.
///
/// @param effectiveAt UTC
/// @param recordedAt UTC
/// @param reason JSON: a text, or `{"erased":true}`; null = none given
/// @param source JSON: where it was imported from; null = not imported
public record EventInfo(
    UUID event,
    String name,
    Instant effectiveAt,
    Instant recordedAt,
    String actor,
    String channel,
    @Nullable RawJson reason,
    @Nullable RawJson source) {
  private static final String[] COLUMNS = {
    "event", "name", "effective_at", "recorded_at", "actor", "channel", "reason", "source"
  };

  private static final byte[] EVENT = ascii("\"event\":\"");
  private static final byte[] NAME = ascii("\",\"name\":");
  private static final byte[] EFFECTIVE_AT = ascii(",\"effectiveAt\":\"");
  private static final byte[] RECORDED_AT = ascii("\",\"recordedAt\":\"");
  private static final byte[] ACTOR = ascii("\",\"actor\":");
  private static final byte[] CHANNEL = ascii(",\"channel\":");
  private static final byte[] REASON = ascii(",\"reason\":");
  private static final byte[] SOURCE = ascii(",\"source\":");
  private static final byte[] VERSION = ascii(",\"version\":");
  private static final byte[] PAYLOAD = ascii(",\"payload\":");

  /// Bytes of what is told of one.
  private static final int USUAL = 320;

  /// How many columns {@link #read} reads.
  public static final int WIDTH = COLUMNS.length;

  public static EventInfo of(Recorded recorded) {
    Envelope envelope = recorded.envelope();
    return new EventInfo(
        recorded.eventId(),
        EventType.of(recorded.event()).logicalName(),
        recorded.effectiveAt(),
        recorded.recordedAt(),
        envelope.actor().toString(),
        envelope.channel().name().toLowerCase(Locale.ROOT),
        RawJson.ofNullable(EventJson.reason(envelope)),
        RawJson.ofNullable(EventJson.jsonOrNull(envelope.source())));
  }

  /// The columns to select of `view_history.event`.
  ///
  /// @param alias of the table in the query
  public static String columns(String alias) {
    return Arrays.stream(COLUMNS)
        .map(column -> alias + "." + column)
        .collect(Collectors.joining(", "));
  }

  /// Null if an outer join found none.
  public static @Nullable EventInfo read(ResultSet row, int first) throws SQLException {
    UUID event = row.getObject(first, UUID.class);
    return event == null
        ? null
        : new EventInfo(
            event,
            row.getString(first + 1),
            row.getObject(first + 2, OffsetDateTime.class).toInstant(),
            row.getObject(first + 3, OffsetDateTime.class).toInstant(),
            row.getString(first + 4),
            row.getString(first + 5),
            RawJson.read(row, first + 6),
            RawJson.read(row, first + 7));
  }

  /// As the members of an object of JSON.
  public void putMembers(Bytes json) {
    json.put(EVENT);
    json.putId(event);
    json.put(NAME);
    json.putText(name);
    json.put(EFFECTIVE_AT);
    json.putMoment(effectiveAt);
    json.put(RECORDED_AT);
    json.putMoment(recordedAt);
    json.put(ACTOR);
    json.putText(actor);
    json.put(CHANNEL);
    json.putText(channel);
    if (reason != null) {
      json.put(REASON);
      json.put(reason.asUnquotedUTF8());
    }
    if (source != null) {
      json.put(SOURCE);
      json.put(source.asUnquotedUTF8());
    }
  }

  /// The same, with what it comes to and what it says.
  ///
  /// @param version of the customer or rep with this event
  public void putMembers(Bytes json, long version, RawJson payload) {
    putMembers(json);
    json.put(VERSION);
    json.putNumber(version);
    json.put(PAYLOAD);
    json.put(payload.asUnquotedUTF8());
  }

  /// As an object of JSON.
  public RawJson json() {
    Bytes json = new Bytes(USUAL);
    json.put((byte) '{');
    putMembers(json);
    json.put((byte) '}');
    return new RawJson(json.toArray());
  }
}

package custody.query.history;

import custody.contract.Envelope;
import custody.contract.Recorded;
import custody.query.Bytes;
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
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

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
    @Nullable String reason,
    @Nullable String source) {
  private static final String[] COLUMNS = {
    "event", "name", "effective_at", "recorded_at", "actor", "channel", "reason", "source"
  };

  // A history has these of each of its events, so neither names nor texts that cannot hold anything
  // to escape are looked through for that: a third of what it took to write one.
  private static final SerializedString EVENT = new SerializedString("event");
  private static final SerializedString NAME = new SerializedString("name");
  private static final SerializedString EFFECTIVE_AT = new SerializedString("effectiveAt");
  private static final SerializedString RECORDED_AT = new SerializedString("recordedAt");
  private static final SerializedString ACTOR = new SerializedString("actor");
  private static final SerializedString CHANNEL = new SerializedString("channel");

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
        EventJson.reason(envelope),
        EventJson.jsonOrNull(envelope.source()));
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
            row.getString(first + 6),
            row.getString(first + 7));
  }

  /// As members of the object that is being written, by a generator of bytes.
  public void write(JsonGenerator json) {
    Bytes text = new Bytes(36);
    text.putId(event);
    text.writeTo(json, EVENT);
    json.writeName(NAME);
    json.writeString(name);
    text.putMoment(effectiveAt);
    text.writeTo(json, EFFECTIVE_AT);
    text.putMoment(recordedAt);
    text.writeTo(json, RECORDED_AT);
    json.writeName(ACTOR);
    json.writeString(actor);
    json.writeName(CHANNEL);
    json.writeString(channel);
    raw(json, "reason", reason);
    raw(json, "source", source);
  }

  /// A value that is JSON already; nothing is written for null.
  public static void raw(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeName(name);
      json.writeRawValue(value);
    }
  }
}

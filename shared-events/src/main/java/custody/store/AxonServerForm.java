package custody.store;

import com.google.protobuf.ByteString;
import custody.contract.Envelope;
import custody.contract.Recorded;
import custody.wire.DataKey;
import custody.wire.StoredEvent;
import custody.wire.UnreadableEventException;
import custody.wire.Wire;
import io.axoniq.axonserver.grpc.MetaDataValue;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event as Axon Server keeps it: the same written form as in PostgreSQL, in Axon Server's
/// places.
///
/// The payload's type and revision are the logical name and its revision, its data the JSON with
/// sealed personal parts. The metadata has the envelope, under these keys and no others:
///
/// | key | value |
/// |---|---|
/// | `custody.envelope` | actor, channel, reason, correlation, causation, source: JSON, sealed |
/// | `custody.recorded-at` | UTC, microseconds; the event's own timestamp is the same in ms |
/// | `custody.effective-at` | UTC, microseconds; absent = from the recorded time on |
/// | `custody.key-subject` | whose data key sealed it; absent = the stream's |
/// | `custody.key-generation` | which of that subject's |
final class AxonServerForm {
  private static final String ENVELOPE = "custody.envelope";
  private static final String RECORDED_AT = "custody.recorded-at";
  private static final String EFFECTIVE_AT = "custody.effective-at";
  private static final String KEY_SUBJECT = "custody.key-subject";
  private static final String KEY_GENERATION = "custody.key-generation";

  private AxonServerForm() {}

  static Event of(Append.Row row) {
    Event.Builder event =
        Event.newBuilder()
            .setMessageIdentifier(row.eventId().toString())
            .setAggregateIdentifier(row.stream().toString())
            .setAggregateSequenceNumber(row.sequence())
            .setAggregateType(row.streamType())
            .setPayload(
                SerializedObject.newBuilder()
                    .setType(row.stored().name())
                    .setRevision(Integer.toString(row.stored().revision()))
                    .setData(ByteString.copyFromUtf8(row.stored().payload())))
            .putMetaData(ENVELOPE, text(row.stored().envelope()))
            .putMetaData(
                KEY_GENERATION,
                MetaDataValue.newBuilder().setNumberValue(row.keyGeneration()).build());
    if (!row.keySubject().equals(row.stream())) {
      event.putMetaData(KEY_SUBJECT, text(row.keySubject().toString()));
    }
    if (row.effectiveAt() != null) {
      event.putMetaData(EFFECTIVE_AT, text(row.effectiveAt().toString()));
    }
    return event.build();
  }

  /// The same event, recorded at that time.
  static Event recordedAt(Event event, Instant recordedAt) {
    return event.toBuilder()
        .setTimestamp(recordedAt.toEpochMilli())
        .putMetaData(RECORDED_AT, text(recordedAt.toString()))
        .build();
  }

  static UUID stream(Event event) {
    return UUID.fromString(event.getAggregateIdentifier());
  }

  static UUID id(Event event) {
    return UUID.fromString(event.getMessageIdentifier());
  }

  /// @throws UnreadableEventException if it is none of ours
  static Instant recordedAt(Event event) {
    return instant(event, RECORDED_AT);
  }

  /// The key that opens it.
  static KeyRows.Id key(Event event) {
    return new KeyRows.Id(
        event.containsMetaData(KEY_SUBJECT)
            ? UUID.fromString(required(event, KEY_SUBJECT).getTextValue())
            : stream(event),
        (short) required(event, KEY_GENERATION).getNumberValue());
  }

  /// @param position 0 when it is read by stream: Axon Server says positions to followers only
  /// @param key null if it was destroyed
  /// @throws UnreadableEventException if it is none of ours
  static Events.Row read(Event event, long position, @Nullable DataKey key) {
    UUID stream = stream(event);
    UUID id = id(event);
    StoredEvent stored =
        new StoredEvent(
            event.getPayload().getType(),
            revision(event),
            event.getPayload().getData().toStringUtf8(),
            required(event, ENVELOPE).getTextValue());
    Instant recordedAt = recordedAt(event);
    Instant effectiveAt =
        event.containsMetaData(EFFECTIVE_AT) ? instant(event, EFFECTIVE_AT) : recordedAt;
    Envelope envelope = Wire.readEnvelope(stored, effectiveAt, stream, id, key);
    return new Events.Row(
        new Recorded(
            position,
            id,
            stream,
            event.getAggregateSequenceNumber(),
            recordedAt,
            envelope,
            Wire.readEvent(stored, stream, id, key)),
        event.getAggregateType());
  }

  private static int revision(Event event) {
    try {
      return Integer.parseInt(event.getPayload().getRevision());
    } catch (NumberFormatException e) {
      throw foreign(event, "its revision");
    }
  }

  private static Instant instant(Event event, String key) {
    try {
      return Instant.parse(required(event, key).getTextValue());
    } catch (DateTimeParseException e) {
      throw foreign(event, key);
    }
  }

  private static MetaDataValue required(Event event, String key) {
    MetaDataValue value = event.getMetaDataMap().get(key);
    if (value == null) {
      throw foreign(event, key);
    }
    return value;
  }

  private static UnreadableEventException foreign(Event event, String what) {
    return new UnreadableEventException(
        "event %s in Axon Server was not written by Custody: %s is missing or damaged; give Custody"
                .formatted(event.getMessageIdentifier(), what)
            + " a context of its own");
  }

  private static MetaDataValue text(String text) {
    return MetaDataValue.newBuilder().setTextValue(text).build();
  }
}

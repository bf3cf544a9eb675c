package custody.wire;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.ImportSource;
import custody.contract.Personal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Events to their written form and back. Personal data is sealed as `{"sealed": base64}`, bound to
/// its stream and event; read without the key it is {@link Personal.Erased}.
public final class Wire {
  private static final Object SEAL = new Object();
  private static final JsonMapper MAPPER =
      ContractJson.mapper(
          ContractJson.contractModule("custody-sealed")
              .addSerializer(new SealedSerializer())
              .addDeserializer(
                  Personal.class, new SealedDeserializer(ContractJson.plain().reader())));

  private static final ObjectReader ENVELOPES = MAPPER.readerFor(WrittenEnvelope.class);
  private static final Map<EventType, ObjectReader> EVENTS = new EnumMap<>(EventType.class);

  static {
    for (EventType type : EventType.values()) {
      EVENTS.put(type, MAPPER.readerFor(type.type()));
    }
  }

  private Wire() {}

  private record Seal(@Nullable DataKey key, UUID stream, UUID eventId) {
    /// What sealed data is bound to, so that it opens nowhere else.
    byte[] context() {
      return ByteBuffer.allocate(2 * 2 * Long.BYTES)
          .putLong(stream.getMostSignificantBits())
          .putLong(stream.getLeastSignificantBits())
          .putLong(eventId.getMostSignificantBits())
          .putLong(eventId.getLeastSignificantBits())
          .array();
    }
  }

  /// The part of the envelope that is written as JSON.
  private record WrittenEnvelope(
      Actor actor,
      Channel channel,
      @Nullable Personal<String> reason,
      UUID correlationId,
      @Nullable UUID causationId,
      @Nullable ImportSource source) {}

  /// The written form, under the current revision.
  ///
  /// @param key the stream's key
  public static StoredEvent write(
      Event event, Envelope envelope, UUID stream, UUID eventId, DataKey key) {
    EventType type = EventType.of(event);
    var writer = MAPPER.writer().withAttribute(SEAL, new Seal(key, stream, eventId));
    return new StoredEvent(
        type.logicalName(),
        type.revision(),
        writer.writeValueAsString(event),
        writer.writeValueAsString(
            new WrittenEnvelope(
                envelope.actor(),
                envelope.channel(),
                envelope.reason(),
                envelope.correlationId(),
                envelope.causationId(),
                envelope.source())));
  }

  /// Reads any revision as the current type.
  ///
  /// @param key the stream's key; null if it was destroyed
  /// @throws UnreadableEventException if the name is unknown, the revision newer than ours, or the
  ///     JSON damaged
  public static Event readEvent(
      StoredEvent stored, UUID stream, UUID eventId, @Nullable DataKey key) {
    EventType type = EventType.named(stored.name());
    if (type == null || stored.revision() < 1 || stored.revision() > type.revision()) {
      throw new UnreadableEventException(
          "event "
              + eventId
              + " is "
              + stored.name()
              + " revision "
              + stored.revision()
              + ", which this version does not know");
    }
    ObjectReader reader =
        Objects.requireNonNull(EVENTS.get(type))
            .withAttribute(SEAL, new Seal(key, stream, eventId));
    try {
      if (stored.revision() == type.revision()) {
        return reader.readValue(stored.payload());
      }
      ObjectNode payload = (ObjectNode) MAPPER.readTree(stored.payload());
      Upcasters.upcast(type, stored.revision(), payload);
      return reader.readValue(payload);
    } catch (JacksonException e) {
      throw damaged("event " + eventId + ", a " + stored.name() + ",", e);
    }
  }

  /// Reads the envelope written with an event.
  ///
  /// @param effectiveAt as kept beside the envelope
  /// @param key the stream's key; null if it was destroyed
  /// @throws UnreadableEventException if the JSON is damaged
  public static Envelope readEnvelope(
      StoredEvent stored,
      @Nullable Instant effectiveAt,
      UUID stream,
      UUID eventId,
      @Nullable DataKey key) {
    try {
      WrittenEnvelope written =
          ENVELOPES
              .withAttribute(SEAL, new Seal(key, stream, eventId))
              .readValue(stored.envelope());
      return new Envelope(
          written.actor(),
          written.channel(),
          written.reason(),
          effectiveAt,
          written.correlationId(),
          written.causationId(),
          written.source());
    } catch (JacksonException e) {
      throw damaged("the envelope of event " + eventId, e);
    }
  }

  /// Names the place, not the cause: Jackson's messages quote what they could not read.
  private static UnreadableEventException damaged(String what, JacksonException e) {
    return new UnreadableEventException(what + " is damaged at " + e.getPathReference());
  }

  private static final class SealedSerializer extends ContractJson.PersonalSerializer {
    @Override
    void writeKnown(Object known, JsonGenerator json, SerializationContext context) {
      Seal seal = (Seal) context.getAttribute(SEAL);
      if (seal == null || seal.key() == null) {
        throw new IllegalStateException("personal data is never written without a key");
      }
      byte[] plain = ContractJson.plain().writeValueAsBytes(known);
      byte[] sealed = seal.key().seal(plain, seal.context());
      json.writeStartObject();
      json.writeBinaryProperty("sealed", sealed);
      json.writeEndObject();
    }
  }

  private static final class SealedDeserializer extends ContractJson.PersonalDeserializer {
    private final ObjectReader inside;

    SealedDeserializer(ObjectReader inside) {
      this.inside = inside;
    }

    @Override
    ContractJson.PersonalDeserializer of(JavaType content, DeserializationContext context) {
      return new SealedDeserializer(ContractJson.plain().readerFor(content));
    }

    @Override
    public Personal<?> deserialize(JsonParser json, DeserializationContext context) {
      String property = json.isExpectedStartObjectToken() ? json.nextName() : null;
      Personal<?> value =
          switch (property) {
            case "sealed" -> open(json, context);
            case "erased" -> json.nextToken().isBoolean() ? Personal.erased() : notSealed(context);
            case null, default -> notSealed(context);
          };
      return json.nextToken() == JsonToken.END_OBJECT ? value : notSealed(context);
    }

    private Personal<?> open(JsonParser json, DeserializationContext context) {
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        return notSealed(context);
      }
      byte[] sealed = json.getBinaryValue();
      Seal seal = (Seal) context.getAttribute(SEAL);
      if (seal == null || seal.key() == null) {
        return Personal.erased();
      }
      return Personal.of(inside.readValue(seal.key().open(sealed, seal.context())));
    }

    private Personal<?> notSealed(DeserializationContext context) {
      return context.reportInputMismatch(this, "personal data must be sealed");
    }
  }
}

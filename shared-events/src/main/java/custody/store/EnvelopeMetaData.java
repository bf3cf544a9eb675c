package custody.store;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.ImportSource;
import custody.contract.Personal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/// The envelope as Axon's metadata: the one way in which it travels with an event message, between
/// the handler that applies the event and the store, and back. All values are texts, so that every
/// serializer of Axon's can carry them.
///
/// The keys are `custody.actor`, `custody.channel`, `custody.reason`, `custody.effective-at`,
/// `custody.correlation-id`, `custody.causation-id`, `custody.source.system`,
/// `custody.source.record` and `custody.source.author`; an absent part has no key. An erased reason
/// or author has the key `custody.reason.erased` or `custody.source.author.erased` instead.
public final class EnvelopeMetaData {
  private static final String ACTOR = "custody.actor";
  private static final String CHANNEL = "custody.channel";
  private static final String REASON = "custody.reason";
  private static final String EFFECTIVE_AT = "custody.effective-at";
  private static final String CORRELATION_ID = "custody.correlation-id";
  private static final String CAUSATION_ID = "custody.causation-id";
  private static final String SOURCE_SYSTEM = "custody.source.system";
  private static final String SOURCE_RECORD = "custody.source.record";
  private static final String SOURCE_AUTHOR = "custody.source.author";
  private static final String ERASED = ".erased";

  private EnvelopeMetaData() {}

  public static MetaData of(Envelope envelope) {
    Map<String, Object> entries = new HashMap<>();
    entries.put(ACTOR, envelope.actor().toString());
    entries.put(CHANNEL, envelope.channel().name());
    entries.put(CORRELATION_ID, envelope.correlationId().toString());
    putPersonal(entries, REASON, envelope.reason());
    if (envelope.effectiveAt() != null) {
      entries.put(EFFECTIVE_AT, envelope.effectiveAt().toString());
    }
    if (envelope.causationId() != null) {
      entries.put(CAUSATION_ID, envelope.causationId().toString());
    }
    if (envelope.source() != null) {
      entries.put(SOURCE_SYSTEM, envelope.source().system());
      entries.put(SOURCE_RECORD, envelope.source().record());
      putPersonal(entries, SOURCE_AUTHOR, envelope.source().author());
    }
    return MetaData.from(entries);
  }

  /// @throws IllegalStateException if there is no envelope in it: no event goes without
  public static Envelope read(MetaData metaData) {
    String effectiveAt = text(metaData, EFFECTIVE_AT);
    String causation = text(metaData, CAUSATION_ID);
    String system = text(metaData, SOURCE_SYSTEM);
    return new Envelope(
        Actor.parse(required(metaData, ACTOR)),
        Channel.valueOf(required(metaData, CHANNEL)),
        personal(metaData, REASON),
        effectiveAt == null ? null : Instant.parse(effectiveAt),
        UUID.fromString(required(metaData, CORRELATION_ID)),
        causation == null ? null : UUID.fromString(causation),
        system == null
            ? null
            : new ImportSource(
                system, required(metaData, SOURCE_RECORD), personal(metaData, SOURCE_AUTHOR)));
  }

  private static void putPersonal(
      Map<String, Object> entries, String key, @Nullable Personal<String> value) {
    switch (value) {
      case null -> {}
      case Personal.Known<String>(String known) -> entries.put(key, known);
      case Personal.Erased<String> _ -> entries.put(key + ERASED, "true");
    }
  }

  private static @Nullable Personal<String> personal(MetaData metaData, String key) {
    String known = text(metaData, key);
    if (known != null) {
      return Personal.of(known);
    }
    return metaData.containsKey(key + ERASED) ? Personal.erased() : null;
  }

  private static @Nullable String text(MetaData metaData, String key) {
    return (String) metaData.get(key);
  }

  private static String required(MetaData metaData, String key) {
    String text = text(metaData, key);
    if (text == null) {
      throw new IllegalStateException(
          "an event message without " + key + ": add EnvelopeMetaData.of(envelope) to it");
    }
    return text;
  }
}

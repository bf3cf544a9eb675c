package custody.command.axon;

import custody.store.Vault;
import java.util.Map;
import java.util.UUID;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/// What travels over Axon Server between command sides: submissions and replies, as JSON sealed
/// with a key that only they have. So nobody in between reads personal data, and nobody who can
/// merely reach Axon Server can make up a command, or on whose right it is given.
final class SealedMessages implements Serializer {
  private static final String SUBMISSION = "custody.submission";
  private static final String REPLY = "custody.reply";
  private static final String REVISION = "1";

  /// The subject of the key.
  private static final UUID BETWEEN_COMMAND_SIDES = new UUID(0, 1);

  private static final Map<String, Class<?>> TYPES =
      Map.of(SUBMISSION, Submission.class, REPLY, Reply.class);

  private final Vault vault;

  SealedMessages(Vault vault) {
    this.vault = vault;
  }

  @Override
  public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> representation) {
    SerializedObject<byte[]> sealed =
        switch (object) {
          case Submission submission -> sealed(SUBMISSION, TravellingJson.write(submission));
          case Reply reply -> sealed(REPLY, TravellingJson.write(reply));
          case null, default ->
              throw new SerializationException(
                  "only submissions and replies travel, no " + object(object));
        };
    return getConverter().convert(sealed, representation);
  }

  private static String object(@Nullable Object object) {
    return object == null ? "null" : object.getClass().getSimpleName();
  }

  private SerializedObject<byte[]> sealed(String type, byte[] json) {
    return new SimpleSerializedObject<>(
        vault.box(BETWEEN_COMMAND_SIDES).seal(type, json),
        byte[].class,
        new SimpleSerializedType(type, REVISION));
  }

  @Override
  public <T> boolean canSerializeTo(Class<T> representation) {
    return getConverter().canConvert(byte[].class, representation);
  }

  @Override
  // Axon's signature.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <S, T> T deserialize(SerializedObject<S> sealed) {
    String type = sealed.getType().getName();
    byte[] json =
        vault
            .kept(BETWEEN_COMMAND_SIDES)
            .flatMap(box -> box.open(type, getConverter().convert(sealed, byte[].class).getData()))
            .orElseThrow(
                () ->
                    new SerializationException(
                        "a message that was not sealed by a command side of this database"));
    return (T)
        switch (type) {
          case SUBMISSION -> TravellingJson.readSubmission(json);
          case REPLY -> TravellingJson.readReply(json);
          default -> throw new SerializationException("an unknown message type");
        };
  }

  @Override
  @SuppressWarnings("rawtypes") // Axon's signature
  public Class classForType(SerializedType type) {
    return TYPES.getOrDefault(type.getName(), UnknownSerializedType.class);
  }

  @Override
  @SuppressWarnings("rawtypes") // Axon's signature
  public SerializedType typeForClass(@Nullable Class type) {
    for (Map.Entry<String, Class<?>> known : TYPES.entrySet()) {
      if (type != null && known.getValue().isAssignableFrom(type)) {
        return new SimpleSerializedType(known.getKey(), REVISION);
      }
    }
    return SerializedType.emptyType();
  }

  @Override
  public Converter getConverter() {
    return CONVERTER;
  }

  private static final Converter CONVERTER = new ChainingConverter();
}

package custody.contract;

import java.util.UUID;

/// Identifies an erasure case, which is also its stream.
public record ErasureId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static ErasureId of(String text) {
    return new ErasureId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static ErasureId create() {
    return new ErasureId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

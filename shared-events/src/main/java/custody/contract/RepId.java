package custody.contract;

import java.util.UUID;

/// Identifies a rep, which is also its stream.
public record RepId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static RepId of(String text) {
    return new RepId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static RepId create() {
    return new RepId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

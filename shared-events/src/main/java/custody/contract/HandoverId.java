package custody.contract;

import java.util.UUID;

/// Identifies a handover case, which is also its stream.
public record HandoverId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static HandoverId of(String text) {
    return new HandoverId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static HandoverId create() {
    return new HandoverId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

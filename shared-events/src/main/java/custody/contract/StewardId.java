package custody.contract;

import java.util.UUID;

/// Identifies one stewardship: a steward's for a customer, for a time.
public record StewardId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static StewardId of(String text) {
    return new StewardId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static StewardId create() {
    return new StewardId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

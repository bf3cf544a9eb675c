package custody.contract;

import java.util.UUID;

/// Identifies a call within one customer.
public record CallId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static CallId of(String text) {
    return new CallId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static CallId create() {
    return new CallId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

package custody.contract;

import java.util.UUID;

/// Identifies a customer, which is also its stream.
public record CustomerId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static CustomerId of(String text) {
    return new CustomerId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static CustomerId create() {
    return new CustomerId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

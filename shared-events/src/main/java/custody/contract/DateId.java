package custody.contract;

import java.util.UUID;

/// Identifies an important date within one customer.
public record DateId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static DateId of(String text) {
    return new DateId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static DateId create() {
    return new DateId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

package custody.contract;

import java.util.UUID;

/// Identifies one cover of a customer.
public record CoverId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static CoverId of(String text) {
    return new CoverId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static CoverId create() {
    return new CoverId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

package custody.contract;

import java.util.UUID;

/// Identifies one exemption of a customer from recycling.
public record ExemptionId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static ExemptionId of(String text) {
    return new ExemptionId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static ExemptionId create() {
    return new ExemptionId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

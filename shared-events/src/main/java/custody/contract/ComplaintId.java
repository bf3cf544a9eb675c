package custody.contract;

import java.util.UUID;

/// Identifies a complaint within one customer.
public record ComplaintId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static ComplaintId of(String text) {
    return new ComplaintId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static ComplaintId create() {
    return new ComplaintId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

package custody.contract;

import java.util.UUID;

/// Identifies a contact person within one customer.
public record ContactId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static ContactId of(String text) {
    return new ContactId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static ContactId create() {
    return new ContactId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

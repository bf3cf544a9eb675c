package custody.contract;

import java.util.UUID;

/// Identifies a follow-up within one customer.
public record FollowUpId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static FollowUpId of(String text) {
    return new FollowUpId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static FollowUpId create() {
    return new FollowUpId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

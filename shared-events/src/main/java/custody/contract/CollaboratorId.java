package custody.contract;

import java.util.UUID;

/// Identifies one collaboration: a rep's access to a customer for a time.
public record CollaboratorId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static CollaboratorId of(String text) {
    return new CollaboratorId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static CollaboratorId create() {
    return new CollaboratorId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

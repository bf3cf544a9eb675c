package custody.contract;

import java.util.UUID;

/// Identifies a rule, which is also its stream.
public record RuleId(UUID value) implements Id {

  /// Reads the plain UUID.
  ///
  /// @throws IllegalArgumentException if the text is no UUID
  public static RuleId of(String text) {
    return new RuleId(UUID.fromString(text));
  }

  /// A new identifier (UUIDv7).
  public static RuleId create() {
    return new RuleId(UuidV7.create());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

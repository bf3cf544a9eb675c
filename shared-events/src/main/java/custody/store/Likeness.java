package custody.store;

import java.util.Set;
import java.util.UUID;

/// The signature by which similar names are found: keyed hashes of a name's parts.
///
/// @param stream the customer
/// @param parts keyed 64-bit hashes of the name's normalised parts
public record Likeness(UUID stream, Set<Long> parts) {
  public Likeness {
    parts = Set.copyOf(parts);
  }
}

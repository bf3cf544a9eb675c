package custody.command.imports;

import custody.command.imports.mapping.Fact;
import java.time.Instant;

/// A fact that waits to be recorded.
record Staged(Place place, Fact fact) {
  /// Where it stands in the list.
  ///
  /// @param kind 0 = of a rep, 1 = of a customer
  /// @param stream keyed hash of the customer or rep
  /// @param at its place in effective order
  /// @param rank decides at equal times
  record Place(int kind, String stream, Instant at, int rank, long row, int part) {}
}

package custody.query.ownership;

import custody.contract.Holder;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event that puts a customer somewhere: the registration, or a move between holders.
///
/// @param event its id
/// @param voidedAt when the correction that voids it was recorded; null if there is none
record Move(
    long position,
    UUID event,
    Instant effectiveAt,
    Instant recordedAt,
    @Nullable Instant voidedAt,
    Holder to) {

  /// The order of the one definition.
  static final Comparator<Move> IN_EFFECTIVE_ORDER =
      Comparator.comparing(Move::effectiveAt).thenComparingLong(Move::position);

  Move voidedAt(Instant at) {
    return new Move(position, event, effectiveAt, recordedAt, at, to);
  }
}

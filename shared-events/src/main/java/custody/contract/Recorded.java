package custody.contract;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/// An event as it stands in the store.
///
/// @param position its place in the store; a later commit never has a smaller one
/// @param eventId its identity, by which corrections name it
/// @param stream the customer, rep or other aggregate it belongs to
/// @param sequence its place in the stream, from 0 without gaps; the stream's version is the last
///     sequence + 1
/// @param recordedAt when we learned it: UTC, microseconds, assigned by the service
public record Recorded(
    long position,
    UUID eventId,
    UUID stream,
    long sequence,
    Instant recordedAt,
    Envelope envelope,
    Event event) {

  /// The order of the one definition: (effective time, position).
  public static final Comparator<Recorded> IN_EFFECTIVE_ORDER =
      Comparator.comparing(Recorded::effectiveAt).thenComparingLong(Recorded::position);

  /// Since when it is true in the business: UTC, microseconds.
  public Instant effectiveAt() {
    Instant stated = envelope.effectiveAt();
    return stated == null ? recordedAt : stated;
  }

  /// The stream's version once this event is in it.
  public long version() {
    return sequence + 1;
  }
}

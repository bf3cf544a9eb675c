package custody.query.ownership;

import java.time.Instant;

/// A customer was somewhere for a time, as known for a time. Both half open: the first instant
/// belongs to it, the last does not.
///
/// @param begin the move that put the customer there
/// @param to {@link #FOR_EVER} if nothing ends it
/// @param knownTo {@link #FOR_EVER} if it is what we know now
record Interval(Move begin, Instant from, Instant to, Instant knownFrom, Instant knownTo) {

  /// After everything; `infinity` in PostgreSQL.
  static final Instant FOR_EVER = Instant.MAX;

  /// What tells it apart for ever; the rest is what we learn about it.
  record Key(long position, Instant knownFrom) {}

  Key key() {
    return new Key(begin.position(), knownFrom);
  }
}

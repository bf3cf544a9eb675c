package custody.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// A rep has a customer, now or at a time known to come. Kept as a claim of the customer's stream,
/// so that it becomes true together with the append that says so; but in plain, because it is read
/// by rep, and nobody could be known by it.
///
/// Nothing in it may depend on the time at which its event is recorded: that is known too late.
///
/// @param sequence of the event that gave it to the rep
/// @param until exclusive; {@link Instant#MAX} = no end
public record Holding(UUID rep, UUID customer, long sequence, Instant until) {
  private static final String KIND = "holding";
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  /// As it is claimed by the customer's stream.
  public Claim claim() {
    return Claim.of(
        KIND,
        ByteBuffer.allocate(48)
            .put(bytes(rep))
            .put(bytes(customer))
            .putLong(sequence)
            .putLong(sortable(until))
            .array());
  }

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /// Microseconds, so that the order of the bytes is that of time. What lies outside of what they
  /// can say is at its end.
  static long sortable(Instant at) {
    Instant within = at.isAfter(LAST) ? LAST : at.isBefore(FIRST) ? FIRST : at;
    return ChronoUnit.MICROS.between(Instant.EPOCH, within) ^ Long.MIN_VALUE;
  }
}

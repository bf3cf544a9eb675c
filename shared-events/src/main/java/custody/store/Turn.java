package custody.store;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;

/// The n-th of what happens one after the other: a rep's claims where claims are counted, or
/// merges. Whoever does it takes the next turn, so that of two decisions on the same state only one
/// is recorded.
///
/// @param of what is counted: a rep's id, or that of a count that is nobody's
/// @param number from 1
/// @param day in days since 1970
public record Turn(UUID of, long number, long day) {

  /// Both are claimed by the customer's stream: the turn itself, and that it was on that day.
  public Set<Claim> claims() {
    return Set.of(
        Claim.of("claim-turn", key(number)),
        Claim.of("claim-day", ByteBuffer.allocate(32).put(key(day)).putLong(number).array()));
  }

  private byte[] key(long value) {
    return ByteBuffer.allocate(24).put(Holding.bytes(of)).putLong(value).array();
  }

  static long number(byte[] turn) {
    return ByteBuffer.wrap(turn).getLong(16);
  }
}

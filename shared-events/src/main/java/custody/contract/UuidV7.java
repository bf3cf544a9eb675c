package custody.contract;

import java.util.UUID;

/// Time-ordered identifiers (RFC 9562, version 7): index-friendly, and their order is roughly the
/// order of creation. The time in them is a hint for storage, never a fact of the business.
public final class UuidV7 {
  private UuidV7() {}

  public static UUID create() {
    byte[] random = RandomBytes.next(10);
    long millis = System.currentTimeMillis();
    long high = (millis << 16) | 0x7000L | ((random[0] & 0x0FL) << 8) | (random[1] & 0xFFL);
    long low = 0;
    for (int i = 2; i < 10; i++) {
      low = (low << 8) | (random[i] & 0xFFL);
    }
    return new UUID(high, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }
}

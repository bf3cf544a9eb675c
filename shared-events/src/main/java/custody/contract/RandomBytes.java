package custody.contract;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Random bytes that nobody can foresee, each given out once. They are drawn many at a time,
/// because what drawing costs hardly depends on how many are drawn, and an append needs a few for
/// each id and each seal.
public final class RandomBytes {
  private static final SecureRandom SOURCE = new SecureRandom();
  private static final Lock LOCK = new ReentrantLock();
  private static final byte[] DRAWN = new byte[4096];
  private static int given = DRAWN.length;

  private RandomBytes() {}

  /// @param length at most 4096
  public static byte[] next(int length) {
    LOCK.lock();
    try {
      if (given + length > DRAWN.length) {
        SOURCE.nextBytes(DRAWN);
        given = 0;
      }
      byte[] bytes = Arrays.copyOfRange(DRAWN, given, given + length);
      Arrays.fill(DRAWN, given, given + length, (byte) 0); // no memory dump tells them again
      given += length;
      return bytes;
    } finally {
      LOCK.unlock();
    }
  }
}

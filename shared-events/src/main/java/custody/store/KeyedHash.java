package custody.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Hashes under a key of this installation's own (HMAC-SHA-256), so that who reads the lookup
/// tables cannot find a phone number by hashing all there are. The key is kept in the database,
/// wrapped by the master key, and stays the same when the master key is changed.
public final class KeyedHash {
  private static final String ALGORITHM = "HmacSHA256";

  /// Never fed: looking the algorithm up and preparing the key costs more than a short hash, so
  /// each hash begins with a copy.
  private final Mac prepared;

  /// @param key 32 random bytes
  public KeyedHash(byte[] key) {
    try {
      prepared = Mac.getInstance(ALGORITHM);
      prepared.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /// 32 bytes.
  ///
  /// @param purpose keeps equal texts of different sorts apart, such as `phone`
  public byte[] of(String purpose, String text) {
    try {
      Mac mac = (Mac) prepared.clone();
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the HMAC of every JDK can be copied", e);
    }
  }

  /// The first 64 bits of the same, for signatures of many parts.
  public long longOf(String purpose, String text) {
    return ByteBuffer.wrap(Arrays.copyOf(of(purpose, text), Long.BYTES)).getLong();
  }

  /// A claim on a fact that only one stream may have.
  ///
  /// @param kind what sort of fact, such as `phone`
  /// @param value normalised, so that the same fact always hashes alike
  public Claim claim(String kind, String value) {
    return Claim.of(kind, of("claim:" + kind, value));
  }
}

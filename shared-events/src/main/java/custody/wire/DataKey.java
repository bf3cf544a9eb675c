package custody.wire;

import custody.contract.RandomBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key that seals the personal data of one stream: AES-256-GCM.
///
/// Sealed form: one version byte, a random nonce of 12 bytes, the ciphertext with its tag of 16
/// bytes.
public final class DataKey {
  /// Bytes of a raw key.
  public static final int LENGTH = 32;

  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Looking for the algorithm among the providers takes longer than opening a field; a cipher can
  /// be used again once it is initialised anew. Not one per thread: most threads live for one
  /// request.
  private static final Queue<Cipher> CIPHERS = new ConcurrentLinkedQueue<>();

  private final SecretKeySpec key;

  /// Takes a raw key.
  ///
  /// @throws IllegalArgumentException if the key is not 32 bytes
  public DataKey(byte[] raw) {
    if (raw.length != LENGTH) {
      throw new IllegalArgumentException("a key has " + LENGTH + " bytes");
    }
    key = new SecretKeySpec(raw, "AES");
  }

  /// A new random raw key.
  public static byte[] random() {
    byte[] raw = new byte[LENGTH];
    RANDOM.nextBytes(raw);
    return raw;
  }

  /// Seals with a nonce of its own.
  ///
  /// @param context what the sealed bytes are bound to
  public byte[] seal(byte[] plain, byte[] context) {
    byte[] nonce = RandomBytes.next(NONCE);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context, plain, 0, plain.length);
    return ByteBuffer.allocate(1 + NONCE + sealed.length)
        .put(VERSION)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /// Opens what {@link #seal} made.
  ///
  /// @throws UnreadableEventException if the bytes were not sealed with this key for this context
  public byte[] open(byte[] sealed, byte[] context) {
    if (sealed.length < 1 + NONCE + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw new UnreadableEventException("sealed data of an unknown form");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
    int start = 1 + NONCE;
    return cipher(Cipher.DECRYPT_MODE, nonce, context, sealed, start, sealed.length - start);
  }

  private byte[] cipher(
      int mode, byte[] nonce, byte[] context, byte[] input, int offset, int length) {
    try {
      Cipher idle = CIPHERS.poll();
      Cipher cipher = idle == null ? newCipher() : idle;
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context);
      byte[] output = cipher.doFinal(input, offset, length);
      CIPHERS.add(cipher); // as many as ever work at once; one that failed is not used again
      return output;
    } catch (GeneralSecurityException e) {
      throw new UnreadableEventException("personal data could not be sealed or opened", e);
    }
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }
}

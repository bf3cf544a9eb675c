package custody.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Opaque cursors of paged lists: where the next page starts, encrypted (AES-256-GCM), because what
/// a list is sorted by may be personal and cursors travel in addresses. A cursor that was changed,
/// or that belongs to another list, is refused.
public final class Cursors {
  private static final int NONCE = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /// @param key 32 bytes, the same in all processes that answer the same lists
  public Cursors(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException("a cursor key has 32 bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /// @param list names the list with everything that decides its content and order, filters too
  /// @param last the sort key of the last row given
  public String write(String list, List<String> last) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(content)) {
      out.writeShort(last.size());
      for (String part : last) {
        out.writeUTF(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, list, nonce).doFinal(content.toByteArray());
      byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @throws Problem `cursor-invalid`
  public List<String> read(String list, String cursor) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(cursor);
      byte[] nonce = Arrays.copyOf(all, NONCE);
      byte[] content =
          cipher(Cipher.DECRYPT_MODE, list, nonce)
              .doFinal(all, NONCE, Math.max(0, all.length - NONCE));
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
        int parts = in.readUnsignedShort();
        List<String> last = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
          last.add(in.readUTF());
        }
        return List.copyOf(last);
      }
    } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
      throw new Problem(
          400,
          "cursor-invalid",
          "This cursor is not one we gave for this list. Start again without a cursor, and pass"
              + " cursors on unchanged, with the same filters and order.");
    }
  }

  private Cipher cipher(int mode, String list, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(128, nonce));
    cipher.updateAAD(list.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}

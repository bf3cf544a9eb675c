package custody.store;

import java.util.HexFormat;

/// A fact that only one stream may have, such as a phone number: kept as a keyed hash, never as
/// plain text, unique by constraint in the append's transaction. {@link Holding} and {@link Turn}
/// are no secrets and stand there as they are.
///
/// @param kind what sort of fact, such as `phone`
/// @param hash keyed hash (HMAC-SHA-256) of the normalised value, in hex
public record Claim(String kind, String hash) {
  public static Claim of(String kind, byte[] hash) {
    return new Claim(kind, HexFormat.of().formatHex(hash));
  }
}

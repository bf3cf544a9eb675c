package custody.service.looks;

import custody.store.KeyedHash;
import custody.store.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What in the access log may be personal: reasons are sealed, and words searched for are hashed,
/// so that who searched for somebody can be asked, and who was searched for cannot be read.
public final class LookSeal {
  /// Under this subject stands the log's key.
  private static final UUID LOG = new UUID(0, 1);

  private static final String WHAT = "access-log reason";
  private static final String PURPOSE = "access-log term";
  private static final int BYTES = 16;

  private final Vault vault;
  private final KeyedHash hash;

  LookSeal(Vault vault, KeyedHash hash) {
    this.vault = vault;
    this.hash = hash;
  }

  @Nullable String sealed(@Nullable String reason) {
    return reason == null
        ? null
        : Base64.getEncoder()
            .encodeToString(vault.box(LOG).seal(WHAT, reason.getBytes(StandardCharsets.UTF_8)));
  }

  /// Null if there was none, or it cannot be opened any more.
  public @Nullable String opened(byte @Nullable [] sealed) {
    if (sealed == null) {
      return null;
    }
    Optional<byte[]> plain = vault.kept(LOG).flatMap(box -> box.open(WHAT, sealed));
    return plain.map(it -> new String(it, StandardCharsets.UTF_8)).orElse(null);
  }

  @Nullable String hashed(List<String> words) {
    return words.isEmpty()
        ? null
        : words.stream().map(this::hashed).collect(Collectors.joining(" "));
  }

  /// As it stands in the log.
  public String hashed(String word) {
    byte[] bytes = hash.of(PURPOSE, word.toLowerCase(Locale.ROOT));
    return HexFormat.of().formatHex(bytes, 0, BYTES);
  }
}

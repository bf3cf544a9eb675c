package custody.store;

import custody.wire.DataKey;
import custody.wire.UnreadableEventException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that wrap the data keys (AES-256-GCM). They are never in the database: whoever loses
/// them loses all personal data, and whoever steals the database without them gets none.
///
/// Written as base64 of 32 bytes. There may be several, separated by blanks or lines: the first one
/// wraps, the others still unwrap, so that a master key can be changed while Custody runs on.
public final class MasterKeys {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Logger log = LoggerFactory.getLogger(MasterKeys.class);

  private final @Nullable Path file;
  private volatile Map<String, DataKey> keys;

  private MasterKeys(@Nullable Path file, Map<String, DataKey> keys) {
    this.file = file;
    this.keys = keys;
  }

  /// @throws IllegalStateException if a key is not 32 bytes in base64
  public static MasterKeys parse(String text) {
    return new MasterKeys(null, keys(text));
  }

  private static Map<String, DataKey> keys(String text) {
    Map<String, DataKey> keys = new LinkedHashMap<>();
    for (String key : text.strip().split("\\s+", -1)) {
      byte[] raw;
      try {
        raw = Base64.getDecoder().decode(key);
      } catch (IllegalArgumentException e) {
        raw = new byte[0];
      }
      if (raw.length != DataKey.LENGTH) {
        throw new IllegalStateException(
            "a master key is 32 random bytes in base64, as `openssl rand -base64 32` makes them");
      }
      keys.put(id(raw), new DataKey(raw));
    }
    return keys;
  }

  /// Reads the keys from a file, and again whenever one is missing.
  ///
  /// @throws IllegalStateException if others than the owner may read or write the file
  public static MasterKeys read(Path file) {
    return new MasterKeys(file, keys(file));
  }

  /// Reads the file again, if the keys are from a file. One that cannot be read now, half written
  /// perhaps, changes nothing.
  public synchronized void reload() {
    if (file == null) {
      return;
    }
    try {
      Map<String, DataKey> read = keys(file);
      if (!List.copyOf(read.keySet()).equals(List.copyOf(keys.keySet()))) {
        keys = read;
        log.info("The master keys are now {}, the first of which wraps.", read.keySet());
      }
    } catch (IllegalStateException | UncheckedIOException e) {
      log.warn("The master keys stay as they are: {}", e.getMessage());
    }
  }

  private static Map<String, DataKey> keys(Path file) {
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(granted)) {
          throw new IllegalStateException(
              "the master key file %s is open to others (%s): chmod 600 it"
                  .formatted(file, PosixFilePermissions.toString(granted)));
        }
      }
      return keys(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the master key file " + file + " cannot be read", e);
    }
  }

  /// Makes a file with a new random key that only its owner can read, unless there is one.
  public static void createIfMissing(Path file) {
    if (Files.exists(file)) {
      return;
    }
    try {
      Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
      boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
      Files.createDirectories(directory, posix ? ownerOnlyDirectory() : new FileAttribute<?>[0]);
      // The JDK makes it for its owner only.
      Path written = Files.createTempFile(directory, "master", ".key");
      byte[] key = Base64.getEncoder().encode(DataKey.random());
      Files.write(written, key, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      // A link and not a move: of two processes that start at once, the second keeps the first's.
      Files.createLink(file, written);
      Files.delete(written);
    } catch (IOException e) {
      if (!Files.exists(file)) {
        throw new UncheckedIOException("the master key file " + file + " cannot be made", e);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnlyDirectory() {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };
  }

  /// The id of the key that wraps.
  String current() {
    return keys.keySet().iterator().next();
  }

  /// The ids of all keys, the one that wraps first.
  List<String> ids() {
    return List.copyOf(keys.keySet());
  }

  /// A data key as it is kept.
  ///
  /// @param masterKey id of the master key that wrapped it
  /// @param hex the wrapped bytes
  record Wrapped(String masterKey, String hex) {}

  Wrapped wrap(byte[] dataKey, String context) {
    Map.Entry<String, DataKey> current = keys.entrySet().iterator().next();
    return new Wrapped(
        current.getKey(),
        HexFormat.of().formatHex(current.getValue().seal(dataKey, bytes(context))));
  }

  /// @throws IllegalStateException if the master key is not ours
  byte[] unwrap(String masterKey, byte[] wrapped, String context) {
    DataKey master = keys.get(masterKey);
    if (master == null) {
      reload();
      master = keys.get(masterKey);
    }
    if (master == null) {
      throw new IllegalStateException(
          "personal data is sealed under master key %s, but configured is %s: add the former one to it"
              .formatted(masterKey, keys.keySet()));
    }
    try {
      return master.open(wrapped, bytes(context));
    } catch (UnreadableEventException e) {
      throw new IllegalStateException("the data key of " + context + " is damaged", e);
    }
  }

  /// Tells keys apart without telling anything of them.
  private static String id(byte[] raw) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes("custody master key id"));
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(raw), 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

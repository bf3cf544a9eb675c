package custody.store;

import custody.wire.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;

/// The list of the erased outside of the database, one JSON object a line: what a restored backup
/// cannot take back. Only ever appended to.
final class TombstoneFile {
  private final Path file;

  TombstoneFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /// @throws IllegalStateException if a line is damaged: what it said must not be passed over
  List<Tombstone> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      List<Tombstone> all = new ArrayList<>();
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          all.add(read(lines.get(i), i + 1));
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("the list of the erased in " + file + " cannot be read", e);
    }
  }

  private Tombstone read(String line, int number) {
    try {
      return ContractJson.plain().readValue(line, Tombstone.class);
    } catch (JacksonException e) {
      throw new IllegalStateException(
          "line %d of the list of the erased in %s is damaged: mend it from a copy, or take it out"
                  .formatted(number, file)
              + " and make sure that whom it names is not in this database",
          e);
    }
  }

  /// On disk on return, in whole lines also where several processes share the file.
  void append(Collection<Tombstone> tombstones) {
    StringBuilder lines = new StringBuilder();
    for (Tombstone tombstone : tombstones) {
      lines.append(ContractJson.plain().writeValueAsString(tombstone)).append('\n');
    }
    try {
      boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                  posix
                      ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                      }
                      : new FileAttribute<?>[0]);
          FileLock _ = channel.lock()) {
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the list of the erased in " + file + " cannot be kept", e);
    }
  }
}

package custody.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The directory that holds the embedded PostgreSQL, opened by one process at a time.
///
/// It contains `postgres` (PostgreSQL's own files), `postgres.password`, `initialized` (written
/// once the database was first complete) and `custody.lock`. Everything is readable by its owner
/// only.
final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;

  private DataDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /// Creates the directory if need be and locks it.
  ///
  /// The operating system drops the lock with the process, however that ends, so a lock that is
  /// held always means a living Custody.
  ///
  /// @throws IllegalStateException if another process has the directory open
  static DataDirectory open(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute, ownerOnly("rwx------"));
      // The real path, because PostgreSQL writes that one down and it is compared later.
      Path real = absolute.toRealPath();
      FileChannel channel =
          FileChannel.open(
              real.resolve("custody.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        throw new IllegalStateException(
            "The data directory "
                + real
                + " is in use by another Custody. Stop that one, or set custody.data-dir.");
      }
      return new DataDirectory(real, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use the data directory " + absolute, e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
      return false;
    }
  }

  /// PostgreSQL's own directory; exists only once PostgreSQL made it.
  Path postgres() {
    return root.resolve("postgres");
  }

  Path passwordFile() {
    return root.resolve("postgres.password");
  }

  boolean isInitialized() {
    return Files.exists(root.resolve("initialized"));
  }

  void markInitialized() throws IOException {
    Files.writeString(root.resolve("initialized"), Instant.now() + "\n");
  }

  /// Moves files of a first start that was cut off out of the way. They are kept, not deleted:
  /// should the mark be missing for another reason, nothing is lost.
  void setAsideIncomplete() throws IOException {
    if (!isInitialized() && Files.exists(postgres())) {
      Files.move(postgres(), root.resolve("postgres.incomplete-" + Instant.now().toEpochMilli()));
    }
  }

  /// The database password: made up on first use and kept for the owner's eyes only.
  String password() throws IOException {
    Path file = passwordFile();
    if (!Files.exists(file)) {
      byte[] secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      // Written aside and moved, so that a crash cannot leave half a password.
      Path draft = root.resolve("postgres.password.new");
      Files.deleteIfExists(draft);
      Files.createFile(draft, ownerOnly("rw-------"));
      Files.writeString(draft, HexFormat.of().formatHex(secret));
      try {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(draft, file);
      }
    }
    return Files.readString(file).strip();
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    // Windows has no such bits; a user's home directory is private there by default.
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public String toString() {
    return root.toString();
  }

  /// Gives the directory back to other processes.
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}

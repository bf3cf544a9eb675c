package custody.command.imports;

import custody.command.imports.mapping.Mapping;
import custody.command.imports.mapping.MappingReader;
import custody.command.imports.mapping.Translation;
import custody.command.imports.source.FileRefusedException;
import custody.contract.Actor;
import custody.service.imports.ImportFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Accepts files for import: looks whether they can be read at all, keeps them, and leaves the work
/// to [ImportWorker].
public final class Imports {
  private final ImportRun.Tools tools;
  private final ImportWorker worker;
  private final Clock clock;

  Imports(ImportRun.Tools tools, ImportWorker worker, Clock clock) {
    this.tools = tools;
    this.worker = worker;
    this.clock = clock;
  }

  /// A file, which can be opened more than once.
  ///
  /// @param name as the client calls it; null if it does not
  public record Upload(@Nullable String name, Content content) {
    /// Opens the file from its beginning.
    public interface Content {
      java.io.InputStream open() throws IOException;
    }
  }

  /// Accepts one.
  ///
  /// @param mapping JSON
  /// @param dryRun true = say what would happen, and record nothing
  /// @return the import's id, which is that of its operation too
  /// @throws custody.command.imports.mapping.MappingRefusedException if the mapping cannot be used
  /// @throws FileRefusedException if the file cannot be read with it
  public UUID accept(Upload upload, byte[] mapping, boolean dryRun, Actor actor) {
    Mapping read = MappingReader.read(mapping, tools.catalog());
    Instant now = clock.instant();
    try {
      ImportFile file =
          Opened.look(upload.content()::open, upload.name(), read, tools.properties().limits());
      boolean lines = file.type().equals("ndjson");
      if (!lines && read.targets().isEmpty()) {
        throw new FileRefusedException(
            "targets-missing", "The mapping names no targets, which only NDJSON does not need.");
      }
      if (!lines) {
        Translation _ = new Translation(read, file.header(), tools.catalog(), tools.fields(), now);
      }
      UUID id = tools.store().inTransaction(() -> keep(upload, mapping, dryRun, actor, now, file));
      worker.wake();
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UUID keep(
      Upload upload, byte[] mapping, boolean dryRun, Actor actor, Instant now, ImportFile file) {
    String detail = JsonMapper.shared().createObjectNode().put("dryRun", dryRun).toString();
    UUID id = tools.operations().start("import", detail, actor);
    try (var content = upload.content().open()) {
      long bytes = tools.store().create(id, actor, dryRun, now, mapping, file, content);
      if (bytes > tools.properties().maxBytes().toBytes()) {
        throw new FileRefusedException(
            "file-too-large",
            "The file has more than %d bytes. Split it."
                .formatted(tools.properties().maxBytes().toBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return id;
  }
}

package custody.command.imports;

import custody.command.imports.mapping.Mapping;
import custody.command.imports.mapping.Mapping.Format;
import custody.command.imports.source.CsvTable;
import custody.command.imports.source.FileRefusedException;
import custody.command.imports.source.FilledDown;
import custody.command.imports.source.Limits;
import custody.command.imports.source.Table;
import custody.command.imports.source.TextShape;
import custody.command.imports.source.XlsxTable;
import custody.service.imports.ImportFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds out what a file is, and opens it again as what it was found to be.
final class Opened {
  private static final int SAMPLE = 4 << 20;

  private Opened() {}

  /// What the upload can be opened as, again and again.
  interface Content {
    InputStream open() throws IOException;
  }

  /// @throws FileRefusedException if it cannot be read at all
  static ImportFile look(Content content, @Nullable String name, Mapping mapping, Limits limits)
      throws IOException {
    Format format = mapping.format();
    byte[] sample;
    try (InputStream file = content.open()) {
      sample = file.readNBytes(SAMPLE);
    }
    Mapping.Type type = format.type() == null ? type(sample, name) : format.type();
    switch (type) {
      case NDJSON -> {
        return new ImportFile("ndjson", null, null, 0, List.of());
      }
      case CSV -> {
        if (sample.length == 0) {
          throw new FileRefusedException("file-empty", "The file is empty.");
        }
        TextShape shape =
            TextShape.of(
                sample,
                sample.length < SAMPLE,
                format.charset(),
                format.delimiter(),
                format.quote());
        ImportFile file =
            new ImportFile(
                "csv",
                shape.charset().name(),
                String.valueOf(shape.delimiter()),
                shape.bomBytes(),
                List.of());
        try (Table table = table(content, file, mapping, limits)) {
          return new ImportFile(
              file.type(), file.charset(), file.delimiter(), file.bomBytes(), table.header());
        }
      }
      case XLSX -> {
        ImportFile file = new ImportFile("xlsx", null, null, 0, List.of());
        try (Table table = table(content, file, mapping, limits)) {
          return new ImportFile(file.type(), null, null, 0, table.header());
        }
      }
    }
    throw new IllegalStateException("every type was looked at");
  }

  private static Mapping.Type type(byte[] sample, @Nullable String name) {
    String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
    boolean zip = sample.length > 3 && sample[0] == 'P' && sample[1] == 'K';
    if (zip || lower.endsWith(".xlsx")) {
      return Mapping.Type.XLSX;
    }
    return lower.endsWith(".ndjson") || lower.endsWith(".jsonl")
        ? Mapping.Type.NDJSON
        : Mapping.Type.CSV;
  }

  /// The rows of a table.
  static Table table(Content content, ImportFile file, Mapping mapping, Limits limits)
      throws IOException {
    Format format = mapping.format();
    String charset = file.charset();
    String delimiter = file.delimiter();
    if (charset == null || delimiter == null) {
      return FilledDown.of(
          XlsxTable.open(content.open(), format.sheet(), format.skipRows(), limits),
          format.fillDown());
    }
    TextShape shape =
        new TextShape(
            Charset.forName(charset), file.bomBytes(), delimiter.charAt(0), format.quote());
    return FilledDown.of(
        CsvTable.open(content.open(), shape, format.skipRows(), limits), format.fillDown());
  }
}

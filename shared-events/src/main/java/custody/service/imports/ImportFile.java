package custody.service.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The uploaded file, as far as it must be known to give back rejected rows in its own form.
///
/// @param type csv, xlsx or ndjson
/// @param charset of csv; null otherwise
/// @param delimiter of csv; null otherwise
/// @param bomBytes bytes before the text
/// @param header empty for ndjson
public record ImportFile(
    String type,
    @Nullable String charset,
    @Nullable String delimiter,
    int bomBytes,
    List<String> header) {
  /// What the import's own sealed data is bound to.
  public static final String MAPPING = "mapping";

  public static final String FILE = "file";
  public static final String REJECT = "reject";

  public ImportFile {
    header = List.copyOf(header);
  }
}

package custody.command.imports.source;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// One cell as the file holds it.
///
/// @param text trimmed, never null; empty where the file holds nothing
/// @param moment set where the file itself says that this is a date (XLSX), without zone
public record Cell(String text, @Nullable LocalDateTime moment) {
  public static final Cell EMPTY = new Cell("", null);

  public static Cell of(String text) {
    // The same cell breaks its lines as the file that holds it breaks its own.
    String stripped = text.replace("\r\n", "\n").strip();
    return stripped.isEmpty() ? EMPTY : new Cell(stripped, null);
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }
}

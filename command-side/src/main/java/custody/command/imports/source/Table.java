package custody.command.imports.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows under a header, read one by one. Not thread-safe.
public interface Table extends AutoCloseable {
  /// The columns' names, trimmed; an unnamed column is an empty text.
  List<String> header();

  /// The next row that is not blank; null at the end.
  ///
  /// A file that cannot be read any further yields one last row with the problem.
  @Nullable Row next();

  @Override
  void close();
}

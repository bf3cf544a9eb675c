package custody.query.customers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A customer as it was written last.
///
/// @param foundBy {@link Row#foundBy}
/// @param written by which transaction
record Known(Folded folded, Texts texts, List<String> foundBy, String written) {
  /// Whether the row is still the one that was written then. Whatever else rewrites it, and be it
  /// with the same content, makes another one; so does what was rolled back.
  boolean isOf(@Nullable Locked row) {
    return row != null && row.written().equals(written);
  }
}

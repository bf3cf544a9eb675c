package custody.command.http;

import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The body of a request that says no more than since when and why.
///
/// @param effectiveAt null = from the time it is recorded
public record Note(@Nullable Instant effectiveAt, @Size(max = 1000) @Nullable String reason) {
  private static final Note EMPTY = new Note(null, null);

  /// A body left out says nothing.
  public static Note of(@Nullable Note body) {
    return body == null ? EMPTY : body;
  }
}

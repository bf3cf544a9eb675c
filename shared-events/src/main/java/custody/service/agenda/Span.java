package custody.service.agenda;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something holds for a time.
///
/// @param to exclusive; {@link #FOR_EVER} if nothing ends it
public record Span<T>(Instant from, Instant to, T value) {
  public static final Instant FOR_EVER = Instant.MAX;

  public boolean holdsAt(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  /// The one that holds at the time; null if none does.
  public static <T> @Nullable Span<T> at(List<Span<T>> spans, Instant time) {
    for (Span<T> span : spans) {
      if (span.holdsAt(time)) {
        return span;
      }
    }
    return null;
  }
}

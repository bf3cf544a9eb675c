package custody.query.projection;

import custody.service.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Reading one's own writes: an answer waits until the view has the stream's version asked for
/// (`atLeast`), for a bounded time.
public final class AtLeast {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private AtLeast() {}

  /// @param version the version of the stream asked about; null = whatever there is
  /// @param visible the stream's version in the view, 0 if it is not there; asked repeatedly
  /// @throws Problem `not-yet-visible` if it does not come in time
  public static void await(@Nullable Long version, LongSupplier visible) {
    if (version == null) {
      return;
    }
    long end = System.nanoTime() + LONGEST.toNanos();
    long pause = TimeUnit.MILLISECONDS.toNanos(2);
    long seen = visible.getAsLong();
    while (seen < version) {
      if (System.nanoTime() - end >= 0) {
        throw new Problem(
                503,
                "not-yet-visible",
                "The view has version "
                    + seen
                    + " of this, not yet the version asked for. Ask again in a moment, or without"
                    + " atLeast.",
                Map.of("version", seen, "atLeast", version))
            .header("Retry-After", "1");
      }
      try {
        TimeUnit.NANOSECONDS.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Problem(503, "shutting-down", "The service is shutting down. Ask again.");
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
      seen = visible.getAsLong();
    }
  }
}

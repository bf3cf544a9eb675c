package custody.command.duplicate;

import com.github.benmanes.caffeine.cache.Cache;
import custody.service.Caches;
import custody.service.Caller;
import custody.service.Problem;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Bounds how often one caller may ask whether a customer is there: enough to enter customers, too
/// little to try out a telephone book.
@Component
public final class HintLimit {
  private final DuplicateProperties limits;
  private final Cache<String, Bucket> buckets =
      Caches.builder().maximumSize(100_000).expireAfterAccess(Duration.ofHours(1)).build();

  HintLimit(DuplicateProperties limits) {
    this.limits = limits;
  }

  /// @throws Problem `too-many-requests` if the caller asked as often as they may
  public void take(Caller caller) {
    if (limits.hintsPerMinute() > 0
        && !buckets.get(caller.actor().toString(), _ -> bucket()).tryConsume(1)) {
      throw new Problem(
              429,
              "too-many-requests",
              "You asked for duplicates more often than you may at a time. Wait a moment; saving"
                  + " checks them all the same.")
          .header("Retry-After", "10");
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(Math.max(limits.hintsAtOnce(), limits.hintsPerMinute()))
                .refillGreedy(limits.hintsPerMinute(), Duration.ofMinutes(1))
                .build())
        .build();
  }
}

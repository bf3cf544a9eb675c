package custody.access;

import com.github.benmanes.caffeine.cache.Cache;
import custody.service.Caches;
import io.github.bucket4j.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/// How much goes on record of what is tried in vain by callers who do not prove who they are:
/// enough to see the attempt, too little to fill a log that is kept for ever.
final class Strangers {
  private static final int BURST_OF_ADDRESS = 60;
  private static final int BURST_OF_ALL = 600;
  private static final Duration REFILL = Duration.ofMinutes(1);

  private final Bucket all = bucket(BURST_OF_ALL);
  private final Cache<String, Bucket> addresses =
      Caches.builder().maximumSize(10_000).expireAfterAccess(REFILL).build();

  boolean areWorthARecord(HttpServletRequest request) {
    return addresses.get(Addresses.of(request), _ -> bucket(BURST_OF_ADDRESS)).tryConsume(1)
        && all.tryConsume(1);
  }

  private static Bucket bucket(int perMinute) {
    return Bucket.builder()
        .addLimit(it -> it.capacity(perMinute).refillGreedy(perMinute, REFILL))
        .build();
  }
}

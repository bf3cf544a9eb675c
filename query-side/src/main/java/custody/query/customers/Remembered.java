package custody.query.customers;

import com.github.benmanes.caffeine.cache.Cache;
import custody.service.Caches;
import custody.store.SubjectKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Customers written lately, so that what is learned next of one of them neither reads back nor
/// cuts into grams what was known before. Their rows say whether they are still what was written.
final class Remembered implements SubjectKeys.Remembering {
  /// Erased data leaves memory when the erasure is heard of; this is for what was written just
  /// before, by a process that has not fed the views since.
  private static final Duration KEPT = Duration.ofMinutes(10);

  /// Of the heap, as a divisor.
  private static final int SHARE = 16;

  /// Of a customer in memory, in bytes.
  private static final int SIZE = 8_000;

  private final Cache<UUID, Known> known =
      Caches.builder()
          .maximumSize(Runtime.getRuntime().maxMemory() / SHARE / SIZE)
          .expireAfterWrite(KEPT)
          .build();

  void put(Known customer) {
    known.put(customer.folded().customer(), customer);
  }

  /// What is known with this.
  ///
  /// @return null if all facts have to be asked
  @Nullable Known and(UUID customer, List<Fact> learned, Instant now) {
    Known before = known.getIfPresent(customer);
    if (before == null) {
      return null;
    }
    Folded folded = before.folded().and(learned, now);
    return folded == null
        ? null
        : new Known(folded, before.texts(), before.foundBy(), before.written());
  }

  @Override
  public void forget(UUID stream) {
    known.invalidate(stream);
  }

  @Override
  public void forgetAll() {
    known.invalidateAll();
  }
}

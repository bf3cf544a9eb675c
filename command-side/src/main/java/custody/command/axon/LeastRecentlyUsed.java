package custody.command.axon;

import java.util.LinkedHashMap;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/// Keeps the aggregates used last in memory, so that most commands read nothing. That one of them
/// may be behind, because another process appended, is settled where it matters: an append on it
/// conflicts, and an answer without append is checked against the store.
///
/// It is bounded by events, not by aggregates: some customers have thousands.
final class LeastRecentlyUsed implements Cache {
  private record Entry(Object aggregate, long events) {}

  private final LinkedHashMap<Object, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final long capacity;
  private long events;

  /// @param capacity how many events all aggregates together may have
  LeastRecentlyUsed(long capacity) {
    this.capacity = capacity;
  }

  /// Says how much an aggregate weighs, if it is kept; then what was not used for longest goes.
  synchronized void weigh(Object key, long weight) {
    Entry entry = entries.get(key);
    if (entry != null) {
      replace(key, new Entry(entry.aggregate(), weight));
      while (events > capacity) {
        remove(entries.firstEntry().getKey());
      }
    }
  }

  private void replace(Object key, Entry entry) {
    Entry before = entries.put(key, entry);
    events += entry.events() - (before == null ? 0 : before.events());
  }

  @Override
  // Axon's signature.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public synchronized <K, V> @Nullable V get(K key) {
    Entry entry = entries.get(key);
    return entry == null ? null : (V) entry.aggregate();
  }

  @Override
  public synchronized void put(Object key, Object value) {
    Entry before = entries.get(key);
    replace(key, new Entry(value, before == null ? 1 : before.events()));
  }

  @Override
  public synchronized boolean putIfAbsent(Object key, Object value) {
    boolean absent = !entries.containsKey(key);
    if (absent) {
      put(key, value);
    }
    return absent;
  }

  @Override
  public synchronized boolean remove(Object key) {
    Entry removed = entries.remove(key);
    if (removed != null) {
      events -= removed.events();
    }
    return removed != null;
  }

  @Override
  public synchronized void removeAll() {
    entries.clear();
    events = 0;
  }

  @Override
  public synchronized boolean containsKey(Object key) {
    return entries.containsKey(key);
  }

  @Override
  public Registration registerCacheEntryListener(EntryListener listener) {
    throw new UnsupportedOperationException("nobody listens to this cache");
  }
}

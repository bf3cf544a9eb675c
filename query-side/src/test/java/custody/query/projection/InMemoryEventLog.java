package custody.query.projection;

import custody.contract.Recorded;
import custody.store.EventLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event log without a store behind it, for tests that make up their history.
public final class InMemoryEventLog implements EventLog {
  private final TreeMap<Long, Recorded> events = new TreeMap<>();
  private @Nullable RuntimeException failure;
  private int wakes;

  public synchronized void record(Collection<Recorded> more) {
    more.forEach(recorded -> events.put(recorded.position(), recorded));
    notifyAll();
  }

  /// From now on reading fails so; null = no more.
  synchronized void failWith(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  @Override
  public synchronized List<Recorded> after(long position, int limit) {
    if (failure != null) {
      throw failure;
    }
    SortedMap<Long, Recorded> rest = events.tailMap(position + 1);
    return rest.values().stream().limit(limit).toList();
  }

  @Override
  public synchronized List<Recorded> stream(UUID stream) {
    return events.values().stream().filter(it -> it.stream().equals(stream)).toList();
  }

  @Override
  public long version(UUID stream) {
    return stream(stream).size();
  }

  @Override
  public synchronized long head() {
    return events.isEmpty() ? 0 : events.lastKey();
  }

  @Override
  public synchronized boolean await(long position, Duration timeout) throws InterruptedException {
    int before = wakes;
    long end = System.nanoTime() + timeout.toNanos();
    for (long left = timeout.toMillis();
        left > 0 && head() <= position && wakes == before;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    return head() > position;
  }

  @Override
  public synchronized void wake() {
    wakes++;
    notifyAll();
  }
}

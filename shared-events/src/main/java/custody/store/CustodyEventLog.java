package custody.store;

import custody.contract.Recorded;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The log as the engine has it: position order is commit order in both, so what lies after a
/// position is a plain range, without lists of gaps and without waiting for slow transactions.
final class CustodyEventLog implements EventLog {
  private final Events events;
  private final Signal signal;

  CustodyEventLog(Events events, Signal signal) {
    this.events = events;
    this.signal = signal;
  }

  @Override
  public List<Recorded> after(long position, int limit) {
    return events.after(position, limit).stream().map(Events.Row::recorded).toList();
  }

  @Override
  public Optional<StreamOrder> streamOrder() {
    return events.streamOrder();
  }

  @Override
  public List<Recorded> stream(UUID stream) {
    return stream(stream, 0);
  }

  @Override
  public List<Recorded> stream(UUID stream, long firstSequence) {
    return events.stream(stream, firstSequence).stream().map(Events.Row::recorded).toList();
  }

  @Override
  public List<Recorded> streams(Collection<UUID> streams) {
    return events.streams(streams).stream().map(Events.Row::recorded).toList();
  }

  @Override
  public List<Recorded> placed(UUID stream) {
    return events.placed(stream).stream().map(Events.Row::recorded).toList();
  }

  @Override
  public Optional<Recorded> event(UUID stream, long sequence) {
    return events.stream(stream, sequence).stream()
        .map(Events.Row::recorded)
        .findFirst()
        .filter(it -> it.sequence() == sequence);
  }

  @Override
  public long version(UUID stream) {
    OptionalLong last = events.lastSequence(stream);
    return last.isPresent() ? last.getAsLong() + 1 : 0;
  }

  @Override
  public long head() {
    return events.head().orElse(0);
  }

  @Override
  public Tail tail(long position, Set<String> families, @Nullable UUID stream) {
    return events.tail(position, families, stream);
  }

  @Override
  public boolean await(long position, Duration timeout) throws InterruptedException {
    return signal.await(position, timeout);
  }

  @Override
  public void wake() {
    signal.wake();
  }
}

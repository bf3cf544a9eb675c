package custody.store;

import custody.contract.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The log as the event table has it: position order is commit order, so what lies after a position
/// is a plain range scan, without lists of gaps and without waiting for slow transactions.
final class PostgresEventLog implements EventLog {
  private final EventRows rows;
  private final Signal signal;

  PostgresEventLog(EventRows rows, Signal signal) {
    this.rows = rows;
    this.signal = signal;
  }

  @Override
  public List<Recorded> after(long position, int limit) {
    return rows.after(position, limit).stream().map(EventRows.Row::recorded).toList();
  }

  @Override
  public List<Recorded> stream(UUID stream) {
    return rows.stream(stream, 0).stream().map(EventRows.Row::recorded).toList();
  }

  @Override
  public long version(UUID stream) {
    return rows.number("SELECT max(sequence) + 1 FROM custody.event WHERE stream = ?", stream)
        .orElse(0L);
  }

  @Override
  public long head() {
    return rows.number("SELECT max(position) FROM custody.event").orElse(0L);
  }

  @Override
  public Tail tail(long position, Set<String> families, @Nullable UUID stream) {
    return rows.tail(position, families, stream);
  }

  @Override
  public void await(long position, Duration timeout) throws InterruptedException {
    signal.await(position, timeout);
  }
}

package custody.store;

import custody.contract.Recorded;
import custody.wire.EventType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything recorded, readable in order. There is one implementation per engine; views, replays
/// and imports read through it and never from the event tables.
///
/// All calls block (virtual threads welcome) and throw Spring's `DataAccessException` when the
/// engine cannot be reached.
public interface EventLog {
  /// How many events an engine without a better way looks through at a time.
  int PORTION = 1000;

  /// The next events in position order, personal data opened.
  ///
  /// What is returned is a prefix of what follows `position`: an event with a smaller position can
  /// never become visible later.
  ///
  /// @param position exclusive; 0 = from the beginning
  /// @param limit the most to return
  List<Recorded> after(long position, int limit);

  /// The same events in another order: stream after stream. Empty if this engine cannot read so.
  default Optional<StreamOrder> streamOrder() {
    return Optional.empty();
  }

  /// Reads all events of a stream one after the other, where {@link #after} meets them scattered
  /// over years: what folds stream by stream then touches each only once.
  interface StreamOrder {

    /// The next events, ordered by stream and sequence.
    ///
    /// @param stream of the last event read; null = from the beginning
    /// @param sequence of the last event read
    /// @param head later events are left out, so that pages read one after the other show one
    ///     moment
    /// @param limit the most to return
    List<Recorded> after(@Nullable UUID stream, long sequence, long head, int limit);
  }

  /// One stream in sequence order; empty if there is none. Its positions order it, but where an
  /// engine does not say them with a stream, they are none of the log's: see {@link #placed}.
  List<Recorded> stream(UUID stream);

  /// The same from one of its places on.
  default List<Recorded> stream(UUID stream, long firstSequence) {
    return stream(stream).stream().filter(it -> it.sequence() >= firstSequence).toList();
  }

  /// All of several streams, by one question where the engine can; each in sequence order, and
  /// nothing of those that there are not.
  default List<Recorded> streams(Collection<UUID> streams) {
    return streams.stream().flatMap(stream -> stream(stream).stream()).toList();
  }

  /// A stream with its positions in the log, which may take seconds.
  default List<Recorded> placed(UUID stream) {
    return stream(stream);
  }

  /// One event of a stream, by its place in it. As with {@link #stream}, its position may be none
  /// of the log's.
  default Optional<Recorded> event(UUID stream, long sequence) {
    return stream(stream).stream().filter(it -> it.sequence() == sequence).findFirst();
  }

  /// The stream's version: its last sequence + 1; 0 if there is none.
  long version(UUID stream);

  /// The last position that can be read now; 0 if nothing was recorded.
  long head();

  /// What lies after a position, without reading it.
  ///
  /// @param head the last position that can be read now, at least the one asked from
  /// @param last the position of the last event of the families asked for; 0 if there is none
  record Tail(long head, long last) {}

  /// How far the log goes, and where in it something of these families happened last.
  ///
  /// @param position exclusive
  /// @param families such as `ownership`
  /// @param stream null = any
  default Tail tail(long position, Set<String> families, @Nullable UUID stream) {
    Tail tail = new Tail(position, 0);
    List<Recorded> read = after(position, PORTION);
    while (!read.isEmpty()) {
      for (Recorded recorded : read) {
        boolean meant =
            (stream == null || stream.equals(recorded.stream()))
                && families.contains(EventType.of(recorded.event()).family());
        tail = new Tail(recorded.position(), meant ? recorded.position() : tail.last());
      }
      read = after(tail.head(), PORTION);
    }
    return tail;
  }

  /// Waits until something after the position may be readable, or the time is over. Woken by a
  /// signal in this process and by notifications from others, or by {@link #wake}.
  ///
  /// @return whether there may be something
  boolean await(long position, Duration timeout) throws InterruptedException;

  /// Lets those in this process who wait for events look up: there is something else to do.
  void wake();
}

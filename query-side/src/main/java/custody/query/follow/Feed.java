package custody.query.follow;

import custody.contract.CustomerEvent;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.query.sight.Sight;
import custody.store.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What was recorded of customers and reps, in the order of the log, up to where the views are: who
/// sees a customer is asked of them, and whoever hears of an event and asks finds it there.
///
/// Many follow at the same place, so what one of them has read the others get too.
@Component
final class Feed {
  /// How many events are looked through at a time.
  static final int PORTION = 1000;

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final EventLog events;
  private final JdbcClient database;
  private long reached;
  private long reachedAt = System.nanoTime() - LOOK_EVERY.toNanos();
  private @Nullable Portion last;

  Feed(EventLog events, JdbcClient database) {
    this.events = events;
    this.database = database;
  }

  /// @param from exclusive
  /// @param to inclusive: everything up to here was looked through
  record Portion(long from, long to, List<Recorded> events) {
    Portion {
      events = List.copyOf(events);
    }

    /// Those about customers the sight opens, and about reps.
    List<Recorded> open(Sight sight) {
      Set<UUID> open = sight.openOf(customers());
      return events.stream()
          .filter(it -> it.event() instanceof RepEvent || open.contains(it.stream()))
          .toList();
    }

    Set<UUID> customers() {
      return events.stream()
          .filter(it -> it.event() instanceof CustomerEvent)
          .map(Recorded::stream)
          .collect(Collectors.toSet());
    }
  }

  /// Where the views are.
  synchronized long position() {
    if (System.nanoTime() - reachedAt >= LOOK_EVERY.toNanos()) {
      reached =
          database
              .sql(
                  "SELECT coalesce(min(position), 0) FROM custody.view_position"
                      + " WHERE view IN ('history', 'ownership', 'reps')")
              .query(Long.class)
              .single();
      reachedAt = System.nanoTime();
    }
    return reached;
  }

  /// What follows a position. Somebody else may have asked just now.
  synchronized Portion after(long position) {
    long upTo = position();
    Portion known = last;
    if (known != null && known.from() == position && known.to() == upTo) {
      return known;
    }
    List<Recorded> read =
        upTo <= position
            ? List.of()
            : events.after(position, PORTION).stream().filter(it -> it.position() <= upTo).toList();
    Portion portion =
        new Portion(
            position,
            read.size() < PORTION ? Math.max(position, upTo) : read.getLast().position(),
            read.stream()
                .filter(it -> it.event() instanceof CustomerEvent || it.event() instanceof RepEvent)
                .toList());
    last = portion;
    return portion;
  }

  /// Waits until the views have something after the position, or the time is over.
  void await(long position, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (position() <= position) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      events.await(position, Duration.ofNanos(left));
      if (position() <= position) {
        TimeUnit.NANOSECONDS.sleep(Math.min(LOOK_EVERY.toNanos(), left)); // the views come after
      }
    }
  }
}

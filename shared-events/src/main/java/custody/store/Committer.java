package custody.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings groups of appends into the database, each in one transaction and one round trip, until
/// the outcome of each append is known. Used by one thread at a time, but for {@link
/// #breakIfSilent}.
///
/// What conflicts falls out alone: it is found by a lookup, failed, and the rest is written again.
/// When a connection breaks, the outcome is looked up by event id before anything is tried again.
final class Committer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Committer.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /// Conflicts with transactions that then roll back are rare; more of them are no coincidence.
  private static final int MOST_ATTEMPTS = 20;

  private final DataSource source;
  private final InstantSource clock;
  private final Signal signal;
  private final StoreMetrics metrics;
  private final StoreTimeouts timeouts;
  private final IntConsumer answering;

  private volatile @Nullable WriterConnection connection;

  /// The server process whose connection broke, perhaps still busy with our last group.
  private @Nullable WriterConnection broken;

  /// @param answering is told how many of a group are about to be answered
  Committer(
      DataSource source,
      InstantSource clock,
      Signal signal,
      StoreMetrics metrics,
      StoreTimeouts timeouts,
      IntConsumer answering) {
    this.source = source;
    this.clock = clock;
    this.signal = signal;
    this.metrics = metrics;
    this.timeouts = timeouts;
    this.answering = answering;
  }

  /// Until the outcome of each is known, or it is too late for it.
  void write(List<Append> appends) {
    List<Append> waiting = appends;
    Duration pause = FIRST_PAUSE;
    while (!waiting.isEmpty()) {
      waiting = withoutLate(waiting);
      List<Append> overlapping = new ArrayList<>();
      List<Append> group = withoutOverlap(waiting, overlapping);
      List<Append> again = group.isEmpty() ? List.of() : commit(group);
      waiting = new ArrayList<>(again);
      if (again.size() < group.size() || again.isEmpty()) {
        pause = FIRST_PAUSE;
      } else {
        // Nothing moved: the database is away, or somebody holds what we need.
        sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
      if (!overlapping.isEmpty()) {
        // They lost to one of this group, most likely: one lookup tells all of them, instead of a
        // transaction each.
        waiting.addAll(again.isEmpty() ? settled(overlapping) : overlapping);
      }
    }
  }

  private static List<Append> withoutLate(List<Append> appends) {
    List<Append> inTime = new ArrayList<>();
    for (Append append : appends) {
      if (append.isLate()) {
        append
            .outcome()
            .completeExceptionally(
                append.isUncertain()
                    ? new OutcomeUnknownException(
                        "the database did not answer in time", append.lastFailure())
                    : new StoreUnavailableException(
                        "the database did not take the append in time", append.lastFailure()));
      } else {
        inTime.add(append);
      }
    }
    return inTime;
  }

  /// Appends that touch the same stream, claim or answer must not meet in one statement.
  private static List<Append> withoutOverlap(List<Append> appends, List<Append> overlapping) {
    if (appends.size() == 1) {
      return appends;
    }
    Set<Object> touched = new HashSet<>();
    List<Append> apart = new ArrayList<>();
    for (Append append : appends) {
      Set<Object> touches = append.touches();
      boolean free = true;
      for (Object one : touches) {
        free &= !touched.contains(one);
      }
      (free ? apart : overlapping).add(append);
      // Also of one that has to wait: what comes after it must not overtake it.
      touched.addAll(touches);
    }
    return apart;
  }

  /// Tries once.
  ///
  /// @return those to be tried again
  List<Append> commit(List<Append> group) {
    WriterConnection open;
    try {
      open = connection();
    } catch (SQLException | RuntimeException e) {
      log.warn("The database cannot be reached: {}", e.getMessage());
      group.forEach(append -> append.setLastFailure(e));
      metrics.retried();
      return group;
    }
    List<Append> rest = group;
    try {
      if (group.stream().anyMatch(Append::isUncertain)) {
        rest = withoutStored(group, open);
      }
      if (rest.isEmpty()) {
        return rest;
      }
      long started = System.nanoTime();
      Group all = new Group(rest);
      Appended appended =
          open.use(on -> all.write(on, clock.instant().truncatedTo(ChronoUnit.MICROS)));
      metrics.group(rest.size(), System.nanoTime() - started);
      signal.raiseOwn(appended.position());
      answering.accept(rest.size());
      rest.forEach(append -> append.outcome().complete(appended));
      return List.of();
    } catch (SQLException e) {
      return failed(rest, e);
    }
  }

  /// @return those to be tried again
  private List<Append> failed(List<Append> group, SQLException failure) {
    group.forEach(append -> append.setLastFailure(failure));
    return switch (Failure.of(failure)) {
      case DUPLICATE -> settled(group);
      case CONNECTION -> {
        log.warn("The connection broke while appending: {}", failure.getMessage());
        group.forEach(Append::markUncertain);
        dropConnection();
        metrics.retried();
        yield group;
      }
      case TRANSIENT -> {
        log.warn("The database cannot append now: {}", failure.getMessage());
        metrics.retried();
        yield group;
      }
      case OTHER -> {
        if (group.size() == 1) {
          fail(group, new EventStoreException("the events cannot be stored", failure));
          yield List.of();
        }
        // One of them spoils it for all: by halves it is found in few steps.
        List<Append> again = new ArrayList<>(commit(group.subList(0, group.size() / 2)));
        again.addAll(commit(group.subList(group.size() / 2, group.size())));
        yield again;
      }
    };
  }

  /// Fails those that conflict with what is stored.
  ///
  /// @return those that do not
  private List<Append> settled(List<Append> group) {
    List<Append> rest = new ArrayList<>();
    try {
      Stored stored = connection().use(on -> Stored.lookUp(on, group));
      for (Append append : group) {
        Appended already = append.isUncertain() ? stored.itself(append) : null;
        RuntimeException conflict = stored.conflict(append);
        if (already != null) {
          append.outcome().complete(already);
        } else if (conflict != null) {
          metrics.conflicted(conflict);
          append.outcome().completeExceptionally(conflict);
        } else if (append.countAttempt() > MOST_ATTEMPTS) {
          append.outcome().completeExceptionally(new ConcurrencyException("conflicts go on"));
        } else {
          rest.add(append);
        }
      }
      return rest;
    } catch (SQLException e) {
      log.warn("Conflicts cannot be looked up: {}", e.getMessage());
      dropConnection();
      metrics.retried();
      return group;
    }
  }

  /// Completes those that were stored although their connection broke.
  private List<Append> withoutStored(List<Append> group, WriterConnection open)
      throws SQLException {
    Stored stored = open.use(on -> Stored.lookUp(on, group));
    List<Append> rest = new ArrayList<>();
    for (Append append : group) {
      Appended already = append.isUncertain() ? stored.itself(append) : null;
      if (already == null) {
        rest.add(append);
      } else {
        signal.raiseOwn(already.position());
        append.outcome().complete(already);
      }
    }
    return rest;
  }

  static void fail(List<Append> group, RuntimeException failure) {
    group.forEach(append -> append.outcome().completeExceptionally(failure));
  }

  private WriterConnection connection() throws SQLException {
    WriterConnection open = connection;
    if (open == null) {
      open = WriterConnection.open(source, timeouts);
      connection = open;
      if (broken != null) {
        open.end(broken);
        broken = null;
      }
    }
    return open;
  }

  private void dropConnection() {
    WriterConnection dropped = connection;
    if (dropped != null) {
      dropped.close();
      broken = dropped;
      connection = null;
    }
  }

  /// Breaks the connection if its server does not answer in time: it has no time limit of its own.
  void breakIfSilent() {
    WriterConnection open = connection;
    if (open != null) {
      open.breakIfSilent(timeouts.network());
    }
  }

  @Override
  public void close() {
    WriterConnection open = connection;
    if (open != null) {
      open.close();
    }
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      // Sent by close(): what is under way is still finished, within its deadline.
    }
  }
}

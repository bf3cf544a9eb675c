package custody.store;

import com.github.benmanes.caffeine.cache.Cache;
import custody.contract.Recorded;
import custody.service.Caches;
import custody.store.AxonServerChannel.Sent;
import custody.store.Reservations.InTheWayException;
import custody.store.Reservations.Reserved;
import io.axoniq.axonserver.grpc.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends to Axon Server, and keeps what stands beside the events true to them although it is in
/// another database.
///
/// Everything rests on one fact: an event's place, its sequence in its stream, is taken once, by
/// one event, for ever. So an append whose outcome is not known is sent again, by this process or
/// by any other that finds its reservation, until its place is taken; then the id of the event
/// there says who has it. Nothing depends on how long anybody waits.
final class AxonServerWriter {
  private static final Logger log = LoggerFactory.getLogger(AxonServerWriter.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /// How long another process's reservation is left to it before its append is sent on its behalf.
  private static final Duration COURTESY = Duration.ofMillis(300);

  /// A clock further ahead than this is somebody's broken one, and not followed.
  static final Duration SKEW = Duration.ofSeconds(5);

  private final AxonServerChannel server;
  private final AxonServerGate gate;
  private final Reservations reservations;
  private final SubjectKeys keys;
  private final InstantSource clock;
  private final Signal signal;
  private final StoreMetrics metrics;
  private final Duration patience;

  /// Appends of this process that are under way.
  private final Map<UUID, CountDownLatch> underWay = new ConcurrentHashMap<>();

  /// When the last known event of a stream was recorded: what follows is not recorded before it.
  private final Cache<UUID, Last> last = Caches.builder().maximumSize(100_000).build();

  private record Last(long sequence, Instant recordedAt) {}

  /// @param patience how long an append may take, waiting and retries included
  AxonServerWriter(
      AxonServerChannel server,
      AxonServerGate gate,
      Reservations reservations,
      SubjectKeys keys,
      InstantSource clock,
      Signal signal,
      StoreMetrics metrics,
      Duration patience) {
    this.server = server;
    this.gate = gate;
    this.reservations = reservations;
    this.keys = keys;
    this.clock = clock;
    this.signal = signal;
    this.metrics = metrics;
    this.patience = patience;
  }

  /// As {@link Events#append} says.
  Appended append(Append append) {
    long started = System.nanoTime();
    try {
      gate.requireToRecord();
      return standsAlone(append)
          ? recorded(append, outcome(events(append), deadline()))
          : reserved(append);
    } catch (ConcurrencyException
        | AggregateStreamCreationException
        | ClaimTakenException
        | AnsweredAlreadyException e) {
      metrics.conflicted(e);
      throw e;
    } finally {
      metrics.appended(System.nanoTime() - started);
    }
  }

  /// Nothing in PostgreSQL depends on it.
  private static boolean standsAlone(Append append) {
    return append.alongside().equals(Alongside.NOTHING)
        && append.newKeys().isEmpty()
        && append.erasures().isEmpty();
  }

  private Appended reserved(Append append) {
    UUID id = Reservations.id(append);
    long deadline = deadline();
    CountDownLatch done = new CountDownLatch(1);
    underWay.put(id, done);
    try {
      List<Event> events = events(append);
      reserve(append, events, deadline);
      Outcome outcome = outcome(events, deadline);
      settle(id, !append.erasures().isEmpty(), outcome);
      return recorded(append, outcome);
    } finally {
      underWay.remove(id);
      done.countDown();
    }
  }

  private void reserve(Append append, List<Event> events, long deadline) {
    while (true) {
      try {
        reservations.reserve(append, events);
        return;
      } catch (InTheWayException e) {
        if (System.nanoTime() - deadline > 0) {
          throw new StoreUnavailableException("an append before this one is not settled", e);
        }
        settle(e.append());
      }
    }
  }

  private static List<Event> events(Append append) {
    return append.rows().stream().map(AxonServerForm::of).toList();
  }

  private long deadline() {
    return System.nanoTime() + patience.toNanos();
  }

  /// What became of events that were sent.
  private sealed interface Outcome {
    record Stored(Instant recordedAt) implements Outcome {}

    record Lost() implements Outcome {}

    record Refused(Throwable cause) implements Outcome {}

    record Unknown(@Nullable Throwable cause) implements Outcome {}
  }

  private Outcome outcome(List<Event> events, long deadline) {
    Duration pause = FIRST_PAUSE;
    Throwable failure = null;
    while (System.nanoTime() - deadline < 0) {
      try {
        Instant recordedAt = recordedAt(events);
        List<Event> stamped =
            events.stream().map(event -> AxonServerForm.recordedAt(event, recordedAt)).toList();
        switch (server.append(stamped, Duration.ofNanos(deadline - System.nanoTime()))) {
          case Sent.Stored() -> {
            signalHead();
            return new Outcome.Stored(recordedAt);
          }
          case Sent.Conflict() -> {
            return whoseIs(events.getFirst());
          }
          case Sent.Refused(Throwable cause) -> {
            // If an earlier try may have got there, only its place can tell.
            if (failure == null) {
              return new Outcome.Refused(cause);
            }
            failure = cause;
          }
          case Sent.Unknown(Throwable cause) -> failure = cause;
        }
      } catch (RuntimeException e) {
        failure = e;
      }
      log.warn("Axon Server's answer to an append is missing; sending it again: {}", text(failure));
      metrics.retried();
      if (!paused(pause)) {
        break;
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
    return new Outcome.Unknown(failure);
  }

  /// The place is taken. By the event itself, if its first answer was lost or another process sent
  /// it on.
  private Outcome whoseIs(Event event) {
    Event there = server.at(AxonServerForm.stream(event), event.getAggregateSequenceNumber());
    return there != null && there.getMessageIdentifier().equals(event.getMessageIdentifier())
        ? new Outcome.Stored(AxonServerForm.recordedAt(there))
        : new Outcome.Lost();
  }

  private Appended recorded(Append append, Outcome outcome) {
    Append.Row first = append.rows().getFirst();
    return switch (outcome) {
      case Outcome.Stored(Instant recordedAt) -> {
        append.rows().forEach(row -> last.put(row.stream(), new Last(row.sequence(), recordedAt)));
        yield new Appended(recordedAt, 0);
      }
      case Outcome.Lost() ->
          throw first.sequence() == 0
              ? new AggregateStreamCreationException("stream " + first.stream() + " exists already")
              : new ConcurrencyException(
                  "stream %s has an event %d already".formatted(first.stream(), first.sequence()));
      case Outcome.Refused(Throwable cause) ->
          throw new EventStoreException("Axon Server refuses the events", cause);
      case Outcome.Unknown(Throwable cause) ->
          throw new OutcomeUnknownException("Axon Server did not answer in time", cause);
    };
  }

  /// Makes what was reserved for an append hold or go.
  private void settle(UUID append, boolean erases, Outcome outcome) {
    try {
      switch (outcome) {
        case Outcome.Stored _ -> reservations.confirm(append, erases);
        case Outcome.Lost _, Outcome.Refused _ -> reservations.cancel(append);
        case Outcome.Unknown _ -> {}
      }
    } catch (RuntimeException e) {
      // What is recorded is recorded; the reservation is settled by whoever meets it.
      log.warn("Append {} stays reserved for now: {}", append, text(e));
    }
  }

  /// Settles another append, or waits until somebody else has.
  void settle(UUID append) {
    CountDownLatch mine = underWay.get(append);
    if (mine != null) {
      awaited(mine);
      return;
    }
    long courtesy = System.nanoTime() + COURTESY.toNanos();
    Optional<Reserved> left = reservations.find(append);
    while (left.isPresent() && System.nanoTime() - courtesy < 0 && paused(FIRST_PAUSE)) {
      left = reservations.find(append);
    }
    left.ifPresent(this::sendOn);
  }

  /// Settles what was left behind: by processes that died, or when Axon Server was away.
  void settleLeftBehind() {
    gate.require();
    reservations.olderThan(patience, underWay.keySet()).forEach(this::sendOn);
  }

  private void sendOn(Reserved reserved) {
    Outcome outcome = outcome(reserved.events(), deadline());
    settle(reserved.append(), reserved.erases(), outcome);
    if (reserved.erases() && outcome instanceof Outcome.Stored) {
      reserved.events().stream().map(AxonServerForm::stream).distinct().forEach(keys::announce);
    }
    log.info(
        "Append {} was left behind and is settled: {}",
        reserved.append(),
        outcome.getClass().getSimpleName());
  }

  /// Not before the last event of any of the streams, although several services have clocks of
  /// their own.
  private Instant recordedAt(List<Event> events) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant latest = now;
    Set<String> streams = new HashSet<>();
    for (Event event : events) {
      if (event.getAggregateSequenceNumber() > 0 && streams.add(event.getAggregateIdentifier())) {
        Instant floor = lastBefore(event);
        if (floor.isAfter(latest) && floor.isBefore(now.plus(SKEW))) {
          latest = floor;
        }
      }
    }
    return latest;
  }

  private Instant lastBefore(Event event) {
    UUID stream = AxonServerForm.stream(event);
    long before = event.getAggregateSequenceNumber() - 1;
    Last known = last.getIfPresent(stream);
    if (known == null || known.sequence() != before) {
      Event there = server.at(stream, before);
      if (there == null) {
        return Instant.EPOCH;
      }
      known = new Last(before, AxonServerForm.recordedAt(there));
      last.put(stream, known);
    }
    return known.recordedAt();
  }

  /// To be called with the last event of a stream that was read to its end.
  void seen(Recorded recorded) {
    last.put(recorded.stream(), new Last(recorded.sequence(), recorded.recordedAt()));
  }

  /// Nobody waits for it: it only wakes readers.
  private void signalHead() {
    var _ = server.lastTokenLater().thenAccept(token -> signal.raiseOwn(token + 1));
  }

  private void awaited(CountDownLatch latch) {
    try {
      if (!latch.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreUnavailableException("an append before this one takes too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted before it was written", e);
    }
  }

  private static boolean paused(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String text(@Nullable Throwable failure) {
    return failure == null ? "no answer" : String.valueOf(failure.getMessage());
  }
}

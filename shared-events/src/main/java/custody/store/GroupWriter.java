package custody.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of a process: takes what concurrent units of work want to append and writes it in
/// groups, one transaction and one round trip each. While one group is on its way the next one
/// gathers, so groups are as large as the load makes them. Only after a group of several those who
/// were just answered get a moment to come again, until all of them did or they are enough.
///
/// A lone append waits for nobody, and is written by who brings it: handing it to a thread and
/// waiting to be woken costs more than a bare insert. Only if that does not settle it at once does
/// the writer take over.
final class GroupWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  private static final int MOST_APPENDS = 512;
  private static final int MOST_CHARACTERS = 4_000_000;

  /// A part of what a group's transaction takes.
  private static final Duration MOMENT = Duration.ofNanos(300_000);

  /// For so many a group's rows cost about as much as its transaction: who waits for more gains
  /// little, and PostgreSQL has nothing to do meanwhile.
  private static final int ENOUGH = 24;

  private static final int NOBODY = Integer.MAX_VALUE;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final StoreMetrics metrics;
  private final StoreTimeouts timeouts;
  private final BlockingQueue<Append> queue;
  private final Thread thread;
  private volatile boolean closing;

  /// The group that the writer is busy with; it does not change any more.
  private volatile List<Append> underWay = List.of();

  /// Whether the writer sleeps until it is woken.
  private volatile boolean idle;

  /// How many must wait for the writer to be woken while it gathers.
  private volatile int awaited = NOBODY;

  /// Held by whoever writes. Fair, so that those who come alone, one after the other, do not
  /// overtake the writer.
  private final ReentrantLock turn = new ReentrantLock(true);

  /// Belongs to whose turn it is.
  private final Committer committer;

  /// How many appends the last group had.
  private volatile int lately;

  /// How many appends there will be if all who were just answered come again.
  private volatile int expected;

  GroupWriter(
      DataSource source,
      InstantSource clock,
      Signal signal,
      StoreMetrics metrics,
      StoreTimeouts timeouts,
      int queueSize) {
    this.metrics = metrics;
    this.timeouts = timeouts;
    this.queue = new ArrayBlockingQueue<>(queueSize);
    this.committer =
        new Committer(
            source,
            clock,
            signal,
            metrics,
            timeouts,
            answered -> expected = queue.size() + answered);
    metrics.watchQueue(queue);
    thread = Thread.ofPlatform().name("custody-append").daemon().start(this::run);
    Thread.ofPlatform().name("custody-append-watch").daemon().start(this::watch);
  }

  /// Appends and waits for the commit.
  ///
  /// @throws ConcurrencyException if the stream has grown meanwhile
  /// @throws ClaimTakenException if another stream has a claim
  /// @throws AnsweredAlreadyException if the idempotency key was answered meanwhile
  /// @throws StoreUnavailableException if nothing took place
  /// @throws OutcomeUnknownException if that cannot be said
  Appended append(Append append) {
    long started = System.nanoTime();
    append.setDeadline(started + timeouts.append().toNanos());
    if (!settledAlone(append)) {
      handOver(append);
    }
    try {
      return await(append);
    } finally {
      metrics.appended(System.nanoTime() - started);
    }
  }

  /// Tries once to write it on the caller's own thread, if nobody else is writing or waiting.
  ///
  /// @return whether its outcome is known
  private boolean settledAlone(Append append) {
    // After a group of several, others are about to come again.
    if (lately > 1 || !queue.isEmpty() || Thread.currentThread().isInterrupted()) {
      return false;
    }
    try {
      if (!turn.tryLock(0, TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      if (closing || !queue.isEmpty()) {
        return false;
      }
      return committer.commit(List.of(append)).isEmpty();
    } catch (RuntimeException | Error e) {
      log.error("The writer failed; the append's outcome is unknown.", e);
      Committer.fail(List.of(append), new OutcomeUnknownException("the writer failed", e));
      return true;
    } finally {
      turn.unlock();
    }
  }

  private void handOver(Append append) {
    if (closing || !queue.offer(append)) {
      metrics.refused();
      throw givenUp(
          append,
          closing ? "Custody is shutting down" : "too many appends are waiting; try again later");
    }
    if (idle || queue.size() >= awaited) {
      LockSupport.unpark(thread);
    }
    if (!thread.isAlive() && append.take()) {
      throw givenUp(append, "Custody is shutting down");
    }
  }

  private static RuntimeException givenUp(Append append, String why) {
    return append.isUncertain()
        ? new OutcomeUnknownException(why, append.lastFailure())
        : new StoreUnavailableException(why, append.lastFailure());
  }

  private static Appended await(Append append) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          // Without a time limit of its own, which would cost a timer each: see watch().
          return append.outcome().get();
        } catch (InterruptedException e) {
          // Once it is on its way, only the database can say how it ends.
          interrupted = true;
          if (!append.isUncertain() && append.take()) {
            throw new StoreUnavailableException("interrupted before it was written", e);
          }
        } catch (ExecutionException e) {
          throw thrownAgain(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The writer answers in time by itself; this is for the case that it cannot, or is no more, and
  /// for a server that is silent.
  private void watch() {
    try {
      while (!thread.join(BETWEEN_LOOKS)) {
        committer.breakIfSilent();
        queue.forEach(this::releaseOverdue);
        underWay.forEach(this::releaseOverdue);
      }
      giveUpWhatWaits();
    } catch (InterruptedException e) {
      log.warn("Nobody watches the writer any more.", e);
    }
  }

  private void releaseOverdue(Append append) {
    if (append.isLateBy(timeouts.append())) {
      append
          .outcome()
          .completeExceptionally(
              append.take()
                  ? givenUp(append, "the writer is stuck")
                  : new OutcomeUnknownException(
                      "the database did not answer in time", append.lastFailure()));
    }
  }

  private static RuntimeException thrownAgain(@Nullable Throwable failure) {
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new EventStoreException("the append failed", failure);
  }

  /// Writes what is waiting, then stops; new appends are refused meanwhile.
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      if (!thread.join(timeouts.append())) {
        log.warn("The writer does not end; what waits is given up.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    giveUpWhatWaits();
  }

  private void giveUpWhatWaits() {
    for (Append left = queue.poll(); left != null; left = queue.poll()) {
      left.outcome().completeExceptionally(givenUp(left, "Custody is shutting down"));
    }
  }

  private void run() {
    while (comes()) {
      List<Append> group = new ArrayList<>();
      turn.lock();
      try {
        take(group);
        underWay = group;
        committer.write(group);
      } catch (RuntimeException | Error e) {
        log.error("The writer failed; the group's outcome is unknown.", e);
        Committer.fail(group, new OutcomeUnknownException("the writer failed", e));
      } finally {
        underWay = List.of();
        turn.unlock();
      }
    }
    turn.lock();
    try {
      committer.close();
    } finally {
      turn.unlock();
    }
  }

  /// Waits until there is something to write.
  ///
  /// @return false if nothing comes any more
  private boolean comes() {
    if (lately > 1) {
      gather(Math.min(expected, ENOUGH));
    }
    idle = true;
    while (queue.isEmpty() && !closing) {
      LockSupport.park(this);
      Thread.interrupted(); // sent by close(), which has said so
    }
    idle = false;
    return !queue.isEmpty();
  }

  /// Gives so many a moment to come.
  private void gather(int wanted) {
    long end = System.nanoTime() + MOMENT.toNanos();
    awaited = wanted;
    for (long left = MOMENT.toNanos();
        left > 0 && queue.size() < wanted && !closing;
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      Thread.interrupted(); // sent by close(), which has said so
    }
    awaited = NOBODY;
  }

  /// Takes what is there.
  private void take(List<Append> group) {
    int characters = 0;
    while (group.size() < MOST_APPENDS && characters < MOST_CHARACTERS) {
      Append next = queue.poll();
      if (next == null) {
        break;
      }
      if (next.take()) {
        characters += next.size();
        group.add(next);
      }
    }
    lately = group.size();
  }
}

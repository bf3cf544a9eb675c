package custody.query.projection;

import custody.contract.Recorded;
import custody.service.Operations;
import custody.store.EventLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds views anew beside the copies that serve, in big batches, on threads of its own: one
/// reads
/// and decodes ahead, one writes. When it has caught up it waits for the live loop to swap.
final class Rebuild {
  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
  private static final Duration PROGRESS = Duration.ofSeconds(1);

  private final Set<View> views;
  private final UUID operation;
  private final EventLog events;
  private final DataSource database;
  private final Operations operations;
  private final Applier applier;
  private final int batchSize;
  private final BlockingQueue<List<Recorded>> ahead = new ArrayBlockingQueue<>(2);
  private final CountDownLatch swapped = new CountDownLatch(1);
  private final Thread writer = Thread.ofPlatform().name("custody-rebuild").unstarted(this::run);
  private final Thread reader =
      Thread.ofPlatform().name("custody-rebuild-read").daemon().unstarted(this::read);
  private volatile @Nullable Reached ready;
  private volatile @Nullable Exception failure;
  private volatile @Nullable Exception readFailure;

  /// @param recordedAt of the last event applied; null = none
  record Reached(long position, @Nullable Instant recordedAt) {}

  Rebuild(
      Set<View> views,
      UUID operation,
      EventLog events,
      DataSource database,
      Operations operations,
      Applier applier,
      int batchSize) {
    this.views = Set.copyOf(views);
    this.operation = operation;
    this.events = events;
    this.database = database;
    this.operations = operations;
    this.applier = applier;
    this.batchSize = batchSize;
    writer.setDaemon(true);
  }

  void start() {
    log.info("Rebuilding {}", names());
    writer.start();
  }

  Set<View> views() {
    return views;
  }

  UUID operation() {
    return operation;
  }

  String names() {
    return views.stream().map(View::name).sorted().collect(Collectors.joining(", "));
  }

  /// How far the copies are, once they have caught up and only wait to be swapped in.
  @Nullable Reached ready() {
    return ready;
  }

  @Nullable Exception failure() {
    return failure;
  }

  /// The copies serve.
  void swapped() {
    swapped.countDown();
  }

  /// The copies cannot be used.
  void fail(Exception cause) {
    failure = cause;
    ready = null;
    swapped.countDown();
  }

  /// Stops and waits until nothing is written any more.
  void cancel() {
    writer.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      writer.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (Connection db = database.getConnection()) {
      // A leader that is gone may still have been building: two must not fill the same copy.
      while (!Leadership.REBUILD.take(db)) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
      try {
        build(db);
        swapped.await();
      } finally {
        if (!db.getAutoCommit()) {
          db.rollback();
          db.setAutoCommit(true);
        }
        Leadership.REBUILD.giveUp(db);
      }
    } catch (InterruptedException e) {
      log.info("The rebuild of {} stops here; it starts anew with the next leader", names());
    } catch (SQLException | RuntimeException | ViewFailure e) {
      failure = e;
    } finally {
      reader.interrupt();
    }
  }

  private void build(Connection db) throws SQLException, InterruptedException, ViewFailure {
    db.setAutoCommit(false);
    for (View view : views) {
      Schemas.create(db, view, Schemas.next(view));
    }
    db.commit();
    long total = events.head();
    long started = System.nanoTime();
    long told = started;
    long done = 0;
    operations.progress(operation, 0, total);
    reader.start();
    Reached reached = new Reached(0, null);
    while (true) {
      List<Recorded> batch = next();
      if (batch.isEmpty()) {
        break;
      }
      try {
        applier.apply(db, views, Schemas::next, batch, "rebuild");
        db.commit();
      } catch (SQLException | RuntimeException | ViewFailure e) {
        db.rollback();
        throw e;
      }
      Recorded last = batch.getLast();
      reached = new Reached(last.position(), last.recordedAt());
      done += batch.size();
      if (System.nanoTime() - told > PROGRESS.toNanos()) {
        told = System.nanoTime();
        operations.progress(operation, last.position(), Math.max(total, last.position()));
      }
    }
    for (View view : views) {
      Schemas.analyze(db, Schemas.next(view));
    }
    db.commit();
    operations.progress(operation, reached.position(), Math.max(total, reached.position()));
    log.info(
        "Rebuilt {} from {} events in {} ms",
        names(),
        done,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    ready = reached;
  }

  /// Empty = there is no more for now.
  private List<Recorded> next() throws InterruptedException {
    while (true) {
      List<Recorded> batch = ahead.poll(100, TimeUnit.MILLISECONDS);
      if (batch != null) {
        return batch;
      }
      Exception failed = readFailure;
      if (failed instanceof RuntimeException unchecked) {
        throw unchecked;
      }
    }
  }

  private void read() {
    try {
      long position = 0;
      List<Recorded> batch;
      do {
        batch = events.after(position, batchSize);
        ahead.put(batch);
        position = batch.isEmpty() ? position : batch.getLast().position();
      } while (!batch.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      readFailure = e;
    }
  }
}

package custody.query.projection;

import custody.contract.Recorded;
import custody.service.Operations;
import custody.store.EventLog;
import custody.store.EventLog.StreamOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds views anew beside the copies that serve, in big batches, on threads of its own: one reads
/// and decodes, the others write, each the copies of some of the views. When all have caught up
/// they wait for the live loop to swap.
final class Rebuild {
  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
  private static final Duration PROGRESS = Duration.ofSeconds(1);

  /// More would take connections from those who ask the views meanwhile.
  private static final int MOST_WRITERS = 4;

  private final Set<View> views;
  private final UUID operation;
  private final EventLog events;
  private final DataSource database;
  private final Operations operations;
  private final Applier applier;
  private final int batchSize;
  private final List<CopyWriter> writers = new ArrayList<>();
  private final CountDownLatch swapped = new CountDownLatch(1);
  private final Thread reader = Thread.ofPlatform().name("custody-rebuild").unstarted(this::run);
  private long told = System.nanoTime();
  private volatile @Nullable Reached ready;
  private volatile @Nullable Exception failure;

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
    reader.setDaemon(true);
  }

  void start() {
    log.info("Rebuilding {}", names());
    reader.start();
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
    reader.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      reader.join(Duration.ofSeconds(10));
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
        build();
        swapped.await();
      } finally {
        writers.forEach(CopyWriter::stop);
        Leadership.REBUILD.giveUp(db);
      }
    } catch (InterruptedException e) {
      log.info("The rebuild of {} stops here; it starts anew with the next leader", names());
    } catch (SQLException | RuntimeException | ViewFailure e) {
      failure = e;
    }
  }

  private void build() throws SQLException, InterruptedException, ViewFailure {
    long started = System.nanoTime();
    long head = events.head();
    operations.progress(operation, 0, head);
    Optional<StreamOrder> order = events.streamOrder();
    List<View> byStream = new ArrayList<>();
    List<View> byPosition = new ArrayList<>();
    views.stream()
        .sorted(Comparator.comparing(View::name))
        .forEach(
            view -> (order.isPresent() && view.streamByStream() ? byStream : byPosition).add(view));
    Reached reached = new Reached(0, null);
    if (order.isPresent() && !byStream.isEmpty()) {
      reached = fill(writersFor(byStream), streams(order.get(), head), head);
    }
    if (!byPosition.isEmpty()) {
      reached = fill(writersFor(byPosition), positions(0, head), head);
    }
    for (CopyWriter writer : writers) {
      writer.complete();
    }
    // What was recorded meanwhile.
    reached = later(fill(writers, positions(head, Long.MAX_VALUE), head), reached);
    for (CopyWriter writer : writers) {
      writer.finish();
    }
    operations.progress(operation, reached.position(), Math.max(head, reached.position()));
    log.info(
        "Rebuilt {} up to position {} in {} ms",
        names(),
        reached.position(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    ready = reached;
  }

  private static Reached later(Reached one, Reached other) {
    return one.position() > other.position() ? one : other;
  }

  /// More of them than processors: what one waits for PostgreSQL, others use. The widest views
  /// weigh the same as the narrowest here; that the writers are even matters less than that there
  /// are several.
  private List<CopyWriter> writersFor(List<View> some)
      throws InterruptedException, SQLException, ViewFailure {
    int count = Math.min(some.size(), MOST_WRITERS);
    List<Set<View>> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shares.add(new HashSet<>());
    }
    for (int i = 0; i < some.size(); i++) {
      shares.get(i % count).add(some.get(i));
    }
    List<CopyWriter> added = new ArrayList<>();
    for (Set<View> share : shares) {
      CopyWriter writer = CopyWriter.start(share, database, applier);
      added.add(writer);
      writers.add(writer);
    }
    return added;
  }

  /// Reads on; empty = there is no more.
  private interface Source {
    List<Recorded> next();
  }

  private Source streams(StreamOrder order, long head) {
    return new Source() {
      private @Nullable Recorded last;

      @Override
      public List<Recorded> next() {
        Recorded at = last;
        List<Recorded> batch =
            at == null
                ? order.after(null, 0, head, batchSize)
                : order.after(at.stream(), at.sequence(), head, batchSize);
        last = batch.isEmpty() ? at : batch.getLast();
        return batch;
      }
    };
  }

  private Source positions(long from, long until) {
    return new Source() {
      private long position = from;

      @Override
      public List<Recorded> next() {
        List<Recorded> batch = events.after(position, batchSize);
        if (!batch.isEmpty() && batch.getLast().position() > until) {
          batch = batch.stream().filter(recorded -> recorded.position() <= until).toList();
        }
        position = batch.isEmpty() ? position : batch.getLast().position();
        return batch;
      }
    };
  }

  private Reached fill(List<CopyWriter> some, Source source, long head)
      throws InterruptedException, SQLException, ViewFailure {
    Reached reached = new Reached(0, null);
    long done = 0;
    for (List<Recorded> batch = source.next(); !batch.isEmpty(); batch = source.next()) {
      for (CopyWriter writer : some) {
        writer.write(batch);
      }
      for (Recorded recorded : batch) {
        if (recorded.position() > reached.position()) {
          reached = new Reached(recorded.position(), recorded.recordedAt());
        }
      }
      done += batch.size();
      if (System.nanoTime() - told > PROGRESS.toNanos()) {
        told = System.nanoTime();
        operations.progress(operation, Math.min(done, head), head);
      }
    }
    return reached;
  }
}

package custody.query.projection;

import custody.contract.Recorded;
import custody.store.WatchedSockets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Fills the new copies of some views, on a thread and a connection of its own: while it waits for
/// PostgreSQL the next batch is decoded, and other copies are written.
final class CopyWriter {
  private final Set<View> views;
  private final DataSource database;
  private final Applier applier;
  private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(2);
  private final Thread thread =
      Thread.ofPlatform().name("custody-rebuild-write").unstarted(this::run);
  private volatile @Nullable Exception failure;

  private interface Task {
    /// @return false if it was the last
    boolean on(Connection db) throws SQLException, ViewFailure;
  }

  private CopyWriter(Set<View> views, DataSource database, Applier applier) {
    this.views = Set.copyOf(views);
    this.database = database;
    this.applier = applier;
    thread.setDaemon(true);
  }

  static CopyWriter start(Set<View> views, DataSource database, Applier applier)
      throws InterruptedException, SQLException, ViewFailure {
    CopyWriter writer = new CopyWriter(views, database, applier);
    writer.thread.start();
    writer.put(
        db -> {
          for (View view : writer.views) {
            Schemas.create(db, view, Schemas.next(view));
          }
          return true;
        });
    return writer;
  }

  /// Hands over the next events. Waits while two batches are waiting already.
  void write(List<Recorded> batch) throws InterruptedException, SQLException, ViewFailure {
    put(
        db -> {
          applier.apply(db, views, Schemas::next, batch, "rebuild");
          return true;
        });
  }

  /// What comes from now on is little.
  void complete() throws InterruptedException, SQLException, ViewFailure {
    put(
        db -> {
          for (View view : views) {
            Schemas.complete(db, view, Schemas.next(view));
          }
          return true;
        });
  }

  /// Waits until everything handed over is written.
  void finish() throws InterruptedException, SQLException, ViewFailure {
    put(_ -> false);
    thread.join();
    check();
  }

  /// Waits until nothing is written any more.
  void stop() {
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(Task task) throws InterruptedException, SQLException, ViewFailure {
    do {
      check();
    } while (!tasks.offer(task, 100, TimeUnit.MILLISECONDS));
  }

  private void check() throws SQLException, ViewFailure {
    switch (failure) {
      case null -> {}
      case SQLException e -> throw e;
      case ViewFailure e -> throw e;
      case RuntimeException e -> throw e;
      case Exception e -> throw new IllegalStateException(e);
    }
  }

  private void run() {
    try (Connection db = database.getConnection()) {
      ViewSession.begin(db);
      WatchedSockets.atLength(db); // it makes indexes
      db.setAutoCommit(false);
      try {
        while (tasks.take().on(db)) {
          db.commit();
        }
      } finally {
        db.rollback();
        db.setAutoCommit(true);
        ViewSession.end(db);
      }
    } catch (InterruptedException e) {
      // Asked to stop.
    } catch (SQLException | ViewFailure | RuntimeException e) {
      failure = e;
    }
  }
}

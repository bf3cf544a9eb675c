package custody.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tells those who wait when every view shows what they have recorded. One thread looks for all of
/// them, at most five hundred times a second and only while somebody waits: the waiting must not be
/// what is measured. If each client looked itself, that took a third of the JVM's time.
final class Watch implements AutoCloseable {
  /// Between two looks, in milliseconds.
  private static final long STEP = 2;

  private static final String LOOK =
      """
      SELECT (SELECT coalesce(max(position), 0) FROM custody.event),
        (SELECT coalesce(min(position), 0) FROM custody.view_position)
      """;

  private final DataSource database;
  private final Thread thread = Thread.ofPlatform().name("watch").daemon().unstarted(this::run);
  private final List<Waiting> waiting = new ArrayList<>();

  private static final class Waiting {
    private static final long NOT_YET = -1;

    /// What it waits for: the last that was recorded when it was first looked for it.
    private long position = NOT_YET;

    private final CountDownLatch shown = new CountDownLatch(1);
    private volatile @Nullable SQLException failure;
  }

  private Watch(DataSource database) {
    this.database = database;
  }

  static Watch of(DataSource custody) {
    Watch watch = new Watch(custody);
    watch.thread.start();
    return watch;
  }

  /// Waits until the views show everything recorded by now.
  void untilVisible() throws InterruptedException {
    Waiting one = new Waiting();
    synchronized (waiting) {
      waiting.add(one);
      waiting.notifyAll();
    }
    one.shown.await();
    SQLException failure = one.failure;
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private void run() {
    try {
      while (true) {
        List<Waiting> asking;
        synchronized (waiting) {
          while (waiting.isEmpty()) {
            waiting.wait();
          }
          asking = List.copyOf(waiting);
        }
        look(asking);
        TimeUnit.MILLISECONDS.sleep(STEP);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void look(List<Waiting> asking) {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(LOOK);
        ResultSet row = query.executeQuery()) {
      row.next();
      long head = row.getLong(1);
      long visible = row.getLong(2);
      synchronized (waiting) {
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
          Waiting one = all.next();
          if (one.position == Waiting.NOT_YET && asking.contains(one)) {
            one.position = head;
          }
          if (one.position != Waiting.NOT_YET && one.position <= visible) {
            all.remove();
            one.shown.countDown();
          }
        }
      }
    } catch (SQLException e) {
      synchronized (waiting) {
        for (Waiting one : waiting) {
          one.failure = e;
          one.shown.countDown();
        }
        waiting.clear();
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

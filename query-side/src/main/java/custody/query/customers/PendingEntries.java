package custody.query.customers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Puts new entries of the search's indexes into their places, soon and beside the batches.
///
/// PostgreSQL lets them wait in a list until it has megabytes of them. Each search reads that list
/// from end to end; and the batch that fills it has to put all of them into their places, which
/// takes it some hundred times as long as usual, while nothing becomes visible.
@Component
final class PendingEntries implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(PendingEntries.class);

  /// To put many into their places takes little longer than few; but those that wait are read.
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// A copy that is built for the first time has no such indexes yet.
  private static final String TIDY_UP =
      """
      SELECT gin_clean_pending_list(i) FROM unnest(ARRAY[
        to_regclass('view_customers.found_by_tokens'),
        to_regclass('view_customers.customer_fields')]) i
      WHERE i IS NOT NULL
      """;

  private final DataSource database;
  private final CustomersView view;
  private volatile boolean running;
  private volatile Thread loop = Thread.ofPlatform().unstarted(() -> {});

  PendingEntries(DataSource database, CustomersView view) {
    this.database = database;
    this.view = view;
  }

  @Override
  public void start() {
    running = true;
    loop = Thread.ofPlatform().name("custody-search-tidy").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    loop.interrupt();
    try {
      loop.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    while (running) {
      try {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        if (view.hasWritten()) {
          tidyUp();
        }
      } catch (InterruptedException e) {
        return; // only stop() interrupts
      } catch (SQLException e) {
        log.debug("The search's indexes wait to be tidied up: SQLSTATE {}", e.getSQLState());
      }
    }
  }

  private void tidyUp() throws SQLException {
    try (Connection db = database.getConnection();
        Statement statement = db.createStatement()) {
      statement.execute(TIDY_UP);
    }
  }
}

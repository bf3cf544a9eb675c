package custody.service.looks;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Makes the log's months ahead of time, and drops those that need not be kept. Every process does;
/// doing it twice does nothing.
final class LogMonths implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LogMonths.class);
  private static final int HOURS = 6;

  private final JdbcClient database;
  private final LooksProperties properties;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("custody-access-log-months").daemon().factory());
  private volatile boolean running;

  LogMonths(DataSource database, LooksProperties properties) {
    this.database = JdbcClient.create(database);
    this.properties = properties;
  }

  void tidy() {
    try {
      database
          .sql("SELECT custody.make_access_log_months(?)")
          .param(properties.monthsAhead())
          .query(rows -> {});
      Integer kept = properties.monthsKept();
      if (kept != null) {
        database.sql("SELECT custody.drop_access_log_months(?)").param(kept).query(rows -> {});
      }
    } catch (DataAccessException e) {
      log.warn("The access log's months could not be tidied; later again: {}", e.getMessage());
    }
  }

  @Override
  public void start() {
    running = true;
    var _ = executor.scheduleWithFixedDelay(this::tidy, 0, HOURS, TimeUnit.HOURS);
  }

  @Override
  public void stop() {
    running = false;
    executor.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}

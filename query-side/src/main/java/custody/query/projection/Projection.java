package custody.query.projection;

import custody.query.projection.ProjectionStatus.Role;
import custody.service.Background;
import custody.service.Operations;
import custody.store.EventLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds the views, if no other process does: takes the lock, leads until it loses it or is
/// stopped, and otherwise stands by.
final class Projection extends Background {
  private static final Logger log = LoggerFactory.getLogger(Projection.class);

  private final DataSource database;
  private final EventLog events;
  private final List<View> views;
  private final Operations operations;
  private final Applier applier;
  private final ProjectionStatus status;
  private final ProjectionSettings settings;

  Projection(
      DataSource database,
      EventLog events,
      List<View> views,
      Operations operations,
      Applier applier,
      ProjectionStatus status,
      ProjectionSettings settings) {
    super("custody-projection", Duration.ofSeconds(20));
    this.database = database;
    this.events = events;
    this.views = List.copyOf(views);
    this.operations = operations;
    this.applier = applier;
    this.status = status;
    this.settings = settings;
    for (View view : views) {
      if (!view.name().matches("[a-z][a-z_]{0,40}")
          || views.stream().filter(other -> other.name().equals(view.name())).count() > 1) {
        throw new IllegalArgumentException(
            "a view's name is unique and made of a-z and _: " + view.name());
      }
    }
  }

  @Override
  public void stop() {
    super.stop();
    status.is(Role.STOPPED);
  }

  @Override
  public boolean isAutoStartup() {
    return settings.enabled();
  }

  @Override
  protected void run() {
    while (isRunning()) {
      try (Connection db = database.getConnection()) {
        if (Leadership.LIVE.take(db)) {
          lead(db);
        } else {
          status.is(Role.STANDBY);
        }
      } catch (InterruptedException e) {
        return; // only stop() interrupts
      } catch (SQLException | RuntimeException e) {
        int attempts = status.failed(e);
        log.warn("Views stand still: {}", ProjectionStatus.reason(e));
        if (!pause(backOff(attempts))) {
          return;
        }
      }
      if (isRunning() && !pause(settings.standby())) {
        return;
      }
    }
  }

  private void lead(Connection db) throws SQLException, InterruptedException {
    log.info("This process feeds the views");
    status.is(Role.LEADING);
    Term term = new Term(db, database, events, views, operations, applier, status, settings);
    try {
      ViewSession.begin(db);
      term.begin();
      while (isRunning()) {
        step(term, db);
      }
    } finally {
      status.is(Role.STANDBY);
      term.end();
      try {
        db.rollback();
        db.setAutoCommit(true);
        ViewSession.end(db);
        Leadership.LIVE.giveUp(db);
      } catch (SQLException e) {
        log.warn("The lock goes with its connection: {}", ProjectionStatus.reason(e));
      }
    }
  }

  /// A failing view does not end the term: a rebuild under way may be what cures it.
  private void step(Term term, Connection db) throws SQLException, InterruptedException {
    try {
      term.step();
    } catch (SQLException | RuntimeException | ViewFailure e) {
      int attempts = status.failed(e);
      log.warn("Views stand still at {}: {}", status.position(), ProjectionStatus.reason(e));
      if (!db.isValid(1)) {
        throw new SQLException("the connection that holds the lock is lost", "08006");
      }
      db.rollback();
      term.recover(e);
      TimeUnit.NANOSECONDS.sleep(backOff(attempts).toNanos());
    }
  }

  private Duration backOff(int attempts) {
    Duration pause = settings.backOff().multipliedBy(1L << Math.min(attempts - 1, 20));
    return pause.compareTo(settings.longestBackOff()) < 0 ? pause : settings.longestBackOff();
  }

  private static boolean pause(Duration length) {
    try {
      TimeUnit.NANOSECONDS.sleep(length.toNanos());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}

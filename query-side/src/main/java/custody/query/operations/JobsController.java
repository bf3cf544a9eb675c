package custody.query.operations;

import custody.query.sight.Sight;
import custody.service.rights.Right;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the command side's scheduler has to do, and how that went. What a task is about stays
/// there: ids at most.
@RestController
class JobsController {
  private static final int MOST = 200;

  private final JdbcClient database;
  private final Clock clock;

  JobsController(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// One thing to be done.
  ///
  /// @param task what sort of work
  /// @param instance which of its sort: `recurring`, or the id of what it is about
  /// @param state `running`, `failing` (will be tried again), `due` (waits for a process) or
  ///     `waiting`
  /// @param dueAt when it is to be done next, or was when it began
  /// @param process that works on it
  /// @param aliveAt the last sign of life of that process
  /// @param failures in a row
  record Job(
      String task,
      String instance,
      String state,
      Instant dueAt,
      @Nullable String process,
      @Nullable Instant aliveAt,
      @Nullable Instant lastSuccess,
      @Nullable Instant lastFailure,
      int failures) {}

  record Jobs(List<Job> jobs) {}

  @Operation(summary = "Scheduled work: what is due, running, failing, and when it went well last")
  @GetMapping("/api/jobs")
  Jobs jobs(Sight sight) {
    sight.require(Right.OPERATE_READ);
    Instant now = clock.instant();
    return new Jobs(
        database
            .sql(
                """
                SELECT task_name, task_instance, execution_time, picked, picked_by, last_heartbeat,
                  last_success, last_failure, coalesce(consecutive_failures, 0)
                FROM custody.scheduled_task ORDER BY execution_time, task_name LIMIT ?
                """)
            .param(MOST)
            .query((row, _) -> job(row, now))
            .list());
  }

  private static Job job(ResultSet row, Instant now) throws SQLException {
    Instant dueAt = row.getObject(3, OffsetDateTime.class).toInstant();
    boolean running = row.getBoolean(4);
    int failures = row.getInt(9);
    return new Job(
        row.getString(1),
        row.getString(2),
        running ? "running" : failures > 0 ? "failing" : dueAt.isAfter(now) ? "waiting" : "due",
        dueAt,
        running ? row.getString(5) : null,
        running ? instant(row, 6) : null,
        instant(row, 7),
        instant(row, 8),
        failures);
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}

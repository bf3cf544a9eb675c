package custody.query.projection;

import custody.query.projection.Positions.Position;
import custody.service.Caller;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import custody.store.EventLog;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /api/views`: how far the views are, answered by any process.
@RestController
class ViewsController {
  private final JdbcTemplate database;
  private final EventLog events;
  private final List<View> views;
  private final ProjectionStatus status;
  private final Clock clock;

  ViewsController(
      DataSource database,
      EventLog events,
      ObjectProvider<View> views,
      ProjectionStatus status,
      Clock clock) {
    this.status = status;
    this.database = new JdbcTemplate(database);
    this.events = events;
    this.views = views.stream().sorted(Comparator.comparing(View::name)).toList();
    this.clock = clock;
  }

  /// @param head position of the last event recorded
  /// @param failure what keeps this process from feeding the views; null if nothing does, or if
  ///     another process feeds them
  /// @param rebuildFailure what keeps a rebuild from going on
  record Views(
      long head, List<State> views, @Nullable Failure failure, @Nullable Failure rebuildFailure) {}

  /// @param position behind which it failed
  /// @param reason without personal data
  /// @param since when it first failed without success in between
  record Failure(long position, String reason, Instant since, int attempts) {
    static @Nullable Failure of(long position, ProjectionStatus.@Nullable Failure failure) {
      return failure == null
          ? null
          : new Failure(position, failure.reason(), failure.since(), failure.attempts());
    }
  }

  /// @param version of the view's code in this process
  /// @param position of the last event applied; null = the view is being built for the first time
  /// @param current false while the copy that serves was written by another version
  /// @param lagEvents positions not applied yet
  /// @param lagSeconds age of what the view shows, at most
  record State(
      String name,
      int version,
      @Nullable Long position,
      boolean current,
      long lagEvents,
      @Nullable Double lagSeconds) {}

  @Operation(summary = "The views, how far they are, and how far behind")
  @GetMapping("/api/views")
  Views views(Caller caller) {
    Rules.require(caller, Right.OPERATE_READ);
    Map<String, Position> positions = database.execute(ViewsController::positions);
    long head = events.head(); // after the positions, so that no view seems ahead of it
    return new Views(
        head,
        views.stream().map(view -> state(view, positions.get(view.name()), head)).toList(),
        Failure.of(status.position(), status.failure()),
        Failure.of(status.position(), status.rebuildFailure()));
  }

  private static Map<String, Position> positions(Connection db) throws SQLException {
    return Positions.read(db);
  }

  private State state(View view, @Nullable Position at, long head) {
    if (at == null) {
      return new State(view.name(), view.version(), null, false, head, null);
    }
    Instant recordedAt = at.recordedAt();
    double lag =
        at.position() >= head || recordedAt == null
            ? 0
            : Duration.between(recordedAt, clock.instant()).toMillis() / 1000.0;
    return new State(
        view.name(),
        view.version(),
        at.position(),
        at.version() == view.version(),
        Math.max(0, head - at.position()),
        lag);
  }
}

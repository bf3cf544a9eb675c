package custody.query.projection;

import custody.wire.UnreadableEventException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/// What the loop is doing, for health, metrics and logs. Written by the loop's threads, read by
/// any.
final class ProjectionStatus {
  private final Clock clock;
  private volatile Role role = Role.STANDBY;
  private final Map<String, Long> positions = new ConcurrentHashMap<>();
  private volatile long position;
  private volatile @Nullable Instant recordedAt;
  private volatile boolean caughtUp;
  private volatile @Nullable Failure failure;
  private volatile @Nullable Failure rebuildFailure;
  private final AtomicLong failures = new AtomicLong();

  ProjectionStatus(Clock clock) {
    this.clock = clock;
  }

  enum Role {
    /// Another process feeds the views, or none yet.
    STANDBY,
    /// This process feeds the views.
    LEADING,
    STOPPED
  }

  /// @param since when it first failed without success in between, UTC
  /// @param reason without personal data
  record Failure(Instant since, int attempts, String reason) {}

  void is(Role role) {
    this.role = role;
    if (role != Role.LEADING) {
      caughtUp = false;
    }
  }

  /// These views have applied everything up to the position.
  void at(Collection<View> views, long position, @Nullable Instant recordedAt) {
    this.position = position;
    this.recordedAt = recordedAt;
    views.forEach(view -> positions.put(view.name(), position));
    caughtUp = false;
    failure = null;
  }

  void caughtUp() {
    caughtUp = true;
    failure = null;
  }

  /// @return how often in a row
  int failed(Throwable cause) {
    caughtUp = false;
    Failure next = next(failure, cause);
    failure = next;
    return next.attempts();
  }

  int rebuildFailed(Throwable cause) {
    Failure next = next(rebuildFailure, cause);
    rebuildFailure = next;
    return next.attempts();
  }

  void rebuilt() {
    rebuildFailure = null;
  }

  private Failure next(@Nullable Failure before, Throwable cause) {
    failures.incrementAndGet();
    return before == null
        ? new Failure(clock.instant(), 1, reason(cause))
        : new Failure(before.since(), before.attempts() + 1, reason(cause));
  }

  Role role() {
    return role;
  }

  long position() {
    return position;
  }

  /// Null unless this process feeds the view.
  @Nullable Long position(View view) {
    return role == Role.LEADING ? positions.get(view.name()) : null;
  }

  /// How old what the views show is, at most: 0 when everything recorded is applied.
  double lagSeconds() {
    Instant last = recordedAt;
    if (caughtUp || last == null) {
      return 0;
    }
    return Math.max(0, clock.instant().toEpochMilli() - last.toEpochMilli()) / 1000.0;
  }

  /// Since the process started.
  double failures() {
    return failures.get();
  }

  @Nullable Failure failure() {
    return failure;
  }

  @Nullable Failure rebuildFailure() {
    return rebuildFailure;
  }

  /// What went wrong, in words that never repeat data: PostgreSQL's messages quote values.
  static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof DataAccessException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case ViewFailure failed -> "view " + failed.view().name() + ": " + reason(failed.cause());
      case UnreadableEventException unreadable -> String.valueOf(unreadable.getMessage());
      case SQLException sql -> "PostgreSQL says SQLSTATE " + sql.getSQLState();
      default -> cause.getClass().getName();
    };
  }
}

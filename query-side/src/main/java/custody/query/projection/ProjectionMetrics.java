package custody.query.projection;

import custody.query.projection.ProjectionStatus.Role;
import custody.store.EventLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import org.springframework.dao.DataAccessException;

/// How far the views are. Only the process that feeds them reports positions and lag; the others
/// report `custody.projection.leading` 0.
final class ProjectionMetrics implements MeterBinder {
  private static final long HEAD_LASTS = Duration.ofSeconds(1).toNanos();

  private final ProjectionStatus status;
  private final EventLog events;
  private final List<View> views;
  private long head;
  private long headAt = System.nanoTime() - HEAD_LASTS;

  ProjectionMetrics(ProjectionStatus status, EventLog events, List<View> views) {
    this.status = status;
    this.events = events;
    this.views = views;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("custody.projection.leading", status, it -> it.role() == Role.LEADING ? 1 : 0)
        .description("1 in the process that feeds the views")
        .register(registry);
    Gauge.builder("custody.projection.lag", status, this::lagSeconds)
        .description("age of what the views show, at most; 0 when everything recorded is applied")
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder("custody.projection.failures", status, ProjectionStatus::failures)
        .description("batches that failed and were rolled back, rebuilds that failed")
        .register(registry);
    for (View view : views) {
      Gauge.builder("custody.view.position", () -> position(view))
          .tag("view", view.name())
          .description("position of the last event applied")
          .register(registry);
      Gauge.builder("custody.view.lag.events", () -> head() - position(view))
          .tag("view", view.name())
          .description("positions between the last event recorded and the last one applied")
          .register(registry);
    }
  }

  private double lagSeconds(ProjectionStatus status) {
    return status.role() == Role.LEADING ? status.lagSeconds() : Double.NaN;
  }

  private double position(View view) {
    Long position = status.position(view);
    return position == null ? Double.NaN : position;
  }

  private synchronized double head() {
    if (status.role() != Role.LEADING) {
      return Double.NaN;
    }
    if (System.nanoTime() - headAt >= HEAD_LASTS) {
      try {
        head = events.head();
        headAt = System.nanoTime();
      } catch (DataAccessException e) {
        return Double.NaN;
      }
    }
    return head;
  }
}

package custody.query.projection;

import custody.query.projection.ProjectionStatus.Failure;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Down, with the reason, while the views stand still. Readiness and liveness leave it out:
/// what is
/// old can still be read, and a restart cures no event.
final class ProjectionHealth implements HealthIndicator {
  private final ProjectionStatus status;

  ProjectionHealth(ProjectionStatus status) {
    this.status = status;
  }

  @Override
  public Health health() {
    Failure live = status.failure();
    Failure rebuild = status.rebuildFailure();
    Health.Builder health = live == null && rebuild == null ? Health.up() : Health.down();
    health
        .withDetail("role", status.role().name().toLowerCase(java.util.Locale.ROOT))
        .withDetail("position", status.position());
    if (live != null) {
      health.withDetail("failure", live);
    }
    if (rebuild != null) {
      health.withDetail("rebuildFailure", rebuild);
    }
    return health.build();
  }
}

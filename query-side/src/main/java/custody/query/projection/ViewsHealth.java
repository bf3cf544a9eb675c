package custody.query.projection;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Out of service until the views were built for the first time, by whichever process: every
/// question would be answered by 503. Part of readiness, of liveness never.
///
/// Afterwards any copy that serves will do, one of an older version or with a view missing that an
/// upgrade brings: a new process that waited for its own views before an old one is let go would
/// wait for ever, because the old one feeds them until it ends.
final class ViewsHealth implements HealthIndicator {
  private final JdbcClient database;
  private final String[] schemas;

  ViewsHealth(JdbcClient database, List<View> views) {
    this.database = database;
    this.schemas = views.stream().map(Schemas::serving).toArray(String[]::new);
  }

  @Override
  public Health health() {
    boolean built =
        database
            .sql("SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = ANY (?))")
            .param(schemas)
            .query(Boolean.class)
            .single();
    return built
        ? Health.up().build()
        : Health.outOfService()
            .withDetail("todo", "The views are being built: GET /api/operations says how far.")
            .build();
  }
}

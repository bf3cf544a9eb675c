package custody.query.projection;

import custody.contract.Recorded;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// Lets views apply a batch, each in its schema, in the transaction under way.
final class Applier {
  private final MeterRegistry metrics;

  Applier(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void apply(
      Connection db,
      Collection<View> views,
      Function<View, String> schema,
      List<Recorded> batch,
      String mode)
      throws SQLException, ViewFailure {
    for (View view : views) {
      long start = System.nanoTime();
      Schemas.use(db, schema.apply(view));
      try {
        view.apply(batch, db);
      } catch (SQLException | RuntimeException e) {
        throw new ViewFailure(view, e);
      }
      metrics
          .timer("custody.view.apply", "view", view.name(), "mode", mode)
          .record(Duration.ofNanos(System.nanoTime() - start));
    }
    metrics.summary("custody.projection.batch", "mode", mode).record(batch.size());
  }
}

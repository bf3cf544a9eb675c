package custody.query.projection;

import custody.service.Operations;
import custody.service.Times;
import custody.store.EventLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The engine as one process runs it, for tests.
public final class Projecting implements AutoCloseable {
  public final Operations operations;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final ProjectionStatus status = new ProjectionStatus(Times.clock());
  private final Projection projection;
  private final DataSource database;
  private final List<View> views;

  private Projecting(
      DataSource database,
      EventLog events,
      List<View> views,
      int batch,
      int rebuildBatch,
      Duration poll) {
    this.database = database;
    this.views = views;
    JdbcClient client = JdbcClient.create(database);
    operations = new Operations(client, Times.clock());
    new ProjectionMetrics(status, events, views).bindTo(metrics);
    projection =
        new Projection(
            database,
            events,
            views,
            operations,
            new Applier(events, metrics),
            status,
            new ProjectionSettings(
                true,
                batch,
                rebuildBatch,
                Duration.ofMillis(20),
                poll,
                Duration.ofMillis(10),
                Duration.ofMillis(50)));
  }

  /// Starts feeding these views.
  public static Projecting start(DataSource database, EventLog events, View... views) {
    return start(database, events, 1000, 5000, views);
  }

  /// @param batch the most events of a transaction, live and
  /// @param rebuildBatch in a rebuild
  public static Projecting start(
      DataSource database, EventLog events, int batch, int rebuildBatch, View... views) {
    return started(
        new Projecting(
            database, events, List.of(views), batch, rebuildBatch, Duration.ofMillis(20)));
  }

  /// Looks for nothing by itself.
  static Projecting startUnlooking(DataSource database, EventLog events, View... views) {
    return started(
        new Projecting(database, events, List.of(views), 1000, 5000, Duration.ofHours(1)));
  }

  private static Projecting started(Projecting process) {
    process.projection.start();
    return process;
  }

  /// Waits until every view has the position.
  public void reach(long position) {
    JdbcClient client = JdbcClient.create(database);
    eventually(
        () ->
            client
                    .sql(
                        "SELECT count(*) FROM custody.view_position"
                            + " WHERE position >= ? AND view = ANY (?)")
                    .params(position, views.stream().map(View::name).toArray(String[]::new))
                    .query(Long.class)
                    .single()
                == views.size());
  }

  /// Waits until an operation has ended, and says how.
  public Operations.Operation ended(java.util.UUID operation) {
    eventually(() -> operations.find(operation).orElseThrow().endedAt() != null);
    return operations.find(operation).orElseThrow();
  }

  void die() {
    projection.stop();
  }

  @Override
  public void close() {
    projection.stop();
  }

  public static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come true within 30 s");
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }
}

package custody.query.projection;

import custody.contract.CustomerEvent;
import custody.contract.ErasureEvent;
import custody.contract.ErasureId;
import custody.contract.Event;
import custody.contract.HandoverEvent;
import custody.contract.PersonalDataEvent;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RuleEvent;
import custody.store.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lets views apply a batch, in the tables that serve or in a copy, in the transaction under way.
final class Applier {
  private final EventLog events;
  private final MeterRegistry metrics;

  Applier(EventLog events, MeterRegistry metrics) {
    this.events = events;
    this.metrics = metrics;
  }

  void apply(
      Connection db,
      Collection<View> views,
      Function<View, String> schema,
      List<Recorded> batch,
      String mode)
      throws SQLException, ViewFailure {
    List<Erased> erased = erased(batch);
    for (View view : views) {
      if (erased.isEmpty() && batch.stream().noneMatch(view::concerns)) {
        continue;
      }
      long start = System.nanoTime();
      Connection tables = Schemas.named(view, schema.apply(view), db);
      try {
        view.apply(batch, tables);
        erase(view, erased, tables);
      } catch (SQLException | RuntimeException e) {
        throw new ViewFailure(view, e);
      }
      metrics
          .timer("custody.view.apply", "view", view.name(), "mode", mode)
          .record(Duration.ofNanos(System.nanoTime() - start));
    }
    metrics.summary("custody.projection.batch", "mode", mode).record(batch.size());
  }

  /// @param history of the stream, up to the batch's end
  private record Erased(ErasureId erasure, UUID stream, List<Recorded> history) {}

  private List<Erased> erased(List<Recorded> batch) {
    List<Erased> erased = new ArrayList<>();
    for (Recorded recorded : batch) {
      ErasureId erasure = erasure(recorded.event());
      if (erasure != null) {
        long applied =
            batch.stream()
                .filter(it -> it.stream().equals(recorded.stream()))
                .mapToLong(Recorded::sequence)
                .max()
                .orElseThrow();
        List<Recorded> history =
            events.placed(recorded.stream()).stream()
                .filter(it -> it.sequence() <= applied)
                .toList();
        erased.add(new Erased(erasure, recorded.stream(), history));
      }
    }
    return erased;
  }

  private static @Nullable ErasureId erasure(Event event) {
    return switch (event) {
      case PersonalDataEvent.Erased it -> it.erasure();
      case RepEvent.PersonalDataErased it -> it.erasure();
      case CustomerEvent _, RepEvent _, RuleEvent _, HandoverEvent _, ErasureEvent _ -> null;
    };
  }

  /// What was removed is noted for the proof. A copy that is being built may come first, with
  /// nothing to remove.
  private static void erase(View view, List<Erased> erased, Connection db) throws SQLException {
    for (Erased one : erased) {
      long removed = view.erase(one.stream(), one.history(), db);
      try (PreparedStatement note =
          db.prepareStatement(
              """
              INSERT INTO custody.erasure_step (erasure, store, removed) VALUES (?, ?, ?)
              ON CONFLICT (erasure, store)
                DO UPDATE SET removed = greatest(erasure_step.removed, excluded.removed)
              """)) {
        note.setObject(1, one.erasure().value());
        note.setString(2, "view:" + view.name());
        note.setLong(3, removed);
        note.executeUpdate();
      }
    }
  }
}

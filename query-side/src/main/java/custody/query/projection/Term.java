package custody.query.projection;

import custody.contract.Recorded;
import custody.query.projection.Positions.Position;
import custody.query.projection.Rebuild.Reached;
import custody.service.Operations;
import custody.service.Operations.Operation;
import custody.service.RebuildRequest;
import custody.store.EventLog;
import custody.wire.UnreadableEventException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one process does from taking the lock to losing it. All of it on one thread, the rebuild
/// excepted.
final class Term {
  private static final Logger log = LoggerFactory.getLogger(Term.class);

  private final Connection db;
  private final DataSource database;
  private final EventLog events;
  private final List<View> views;
  private final Operations operations;
  private final Applier applier;
  private final ProjectionStatus status;
  private final ProjectionSettings settings;

  /// Views whose tables are complete up to `position`; the others wait for a rebuild.
  private final Set<View> live = new HashSet<>();

  private final Set<View> leftovers = new HashSet<>();
  private long position;
  private @Nullable Instant recordedAt;
  private int batchSize;
  private @Nullable Rebuild rebuild;
  private long nextLook = System.nanoTime();
  private long noRebuildBefore = System.nanoTime();

  Term(
      Connection db,
      DataSource database,
      EventLog events,
      List<View> views,
      Operations operations,
      Applier applier,
      ProjectionStatus status,
      ProjectionSettings settings) {
    this.db = db;
    this.database = database;
    this.events = events;
    this.views = views;
    this.operations = operations;
    this.applier = applier;
    this.status = status;
    this.settings = settings;
    this.batchSize = settings.batch();
  }

  void begin() throws SQLException {
    db.setAutoCommit(false);
    Map<String, Position> positions = Positions.read(db);
    Map<View, Position> usable = new HashMap<>();
    for (View view : views) {
      Position at = positions.get(view.name());
      if (at != null && at.version() == view.version() && Schemas.exists(db, view)) {
        usable.put(view, at);
        if (at.position() >= position) {
          position = at.position();
          recordedAt = at.recordedAt();
        }
      }
      leftovers.add(view);
    }
    if (!isReachedHere(position, recordedAt)) {
      log.warn("The views show another store, or what this one was before: they are built anew");
      usable.clear();
      position = 0;
      recordedAt = null;
    }
    for (Map.Entry<View, Position> view : usable.entrySet()) {
      // One that is behind the others was about to be replaced when an earlier leader died.
      if (view.getValue().position() == position) {
        live.add(view.getKey());
      }
    }
    if (live.isEmpty() && events.head() == 0) {
      for (View view : views) {
        Schemas.create(db, view, Schemas.serving(view));
        Schemas.complete(db, view, Schemas.serving(view));
      }
      live.addAll(views);
      Positions.write(db, live, 0, null);
    }
    db.commit();
    status.at(live, position, recordedAt);
  }

  /// Positions mean something within one store only. What is there at the position of the last
  /// event applied tells stores apart, and a store from an older one that was restored.
  private boolean isReachedHere(long position, @Nullable Instant recordedAt) {
    if (position == 0 || events.head() < position) {
      return position == 0;
    }
    try {
      List<Recorded> there = events.after(position - 1, 1);
      return !there.isEmpty()
          && there.getFirst().position() == position
          && there.getFirst().recordedAt().equals(recordedAt);
    } catch (UnreadableEventException e) {
      return true; // of a newer version's making, so it was applied by that
    }
  }

  void end() {
    if (rebuild != null) {
      rebuild.cancel();
    }
  }

  /// Does the next thing there is to do, or waits until there may be something.
  void step() throws SQLException, ViewFailure, InterruptedException {
    if (System.nanoTime() - nextLook >= 0) {
      nextLook = System.nanoTime() + settings.poll().toNanos();
      lookAround();
    }
    Rebuild building = rebuild;
    if (building != null) {
      Exception failure = building.failure();
      Reached reached = building.ready();
      if (failure != null) {
        abandon(building, failure);
      } else if (reached != null && mayServe(building, reached)) {
        swap(building, reached);
        return;
      }
    }
    if (live.isEmpty()) {
      // Every view is being built for the first time: new events are the builder's until then.
      Thread.sleep(20);
      return;
    }
    List<Recorded> batch = events.after(position, batchSize);
    boolean more = batch.size() == batchSize;
    if (!batch.isEmpty()) {
      apply(batch);
    }
    if (more) {
      return;
    }
    // No second look that finds nothing: whatever has come since is signalled.
    status.caughtUp();
    batchSize = settings.batch();
    if (!events.await(position, building == null ? settings.poll() : Duration.ofMillis(50))) {
      nextLook = System.nanoTime(); // what it was woken for may be a rebuild
    }
  }

  /// After a failure that was rolled back. Smaller batches come closer to the event that fails.
  void recover(Exception cause) throws SQLException {
    if (cause instanceof UnreadableEventException || cause instanceof ViewFailure) {
      batchSize = Math.max(1, batchSize / 2);
    }
    if (cause instanceof ViewFailure failure && failure.tablesAreMissing()) {
      live.remove(failure.view());
    }
  }

  private void apply(List<Recorded> batch) throws SQLException, ViewFailure {
    Set<View> fed = new HashSet<>(live);
    if (rebuild != null && rebuild.ready() != null) {
      fed.removeAll(rebuild.views()); // so that a view that fails can be replaced
    }
    applier.apply(db, fed, Schemas::serving, batch, "live");
    Recorded last = batch.getLast();
    Positions.write(db, fed, last.position(), last.recordedAt());
    db.commit();
    position = last.position();
    recordedAt = last.recordedAt();
    status.at(fed, position, recordedAt);
  }

  /// Whether the copies are not ahead of views that have to go on beside them.
  private boolean mayServe(Rebuild building, Reached reached) {
    return position >= reached.position() || building.views().containsAll(live);
  }

  /// At the border between two batches: the copies catch up with the views that serve, and take
  /// their place.
  private void swap(Rebuild building, Reached reached) throws SQLException {
    long until = Math.max(position, reached.position());
    Instant lastRecorded = position > reached.position() ? recordedAt : reached.recordedAt();
    try {
      catchUp(building.views(), reached.position(), until);
      for (View view : building.views()) {
        Schemas.swap(db, view);
      }
      Positions.write(db, building.views(), until, lastRecorded);
      db.commit();
    } catch (ViewFailure e) {
      db.rollback();
      building.fail(e);
      return;
    }
    position = until;
    recordedAt = lastRecorded;
    live.addAll(building.views());
    status.at(live, position, recordedAt);
    leftovers.addAll(building.views());
    rebuild = null;
    building.swapped();
    status.rebuilt();
    operations.end(building.operation(), Operations.State.DONE, null);
    log.info("The new copy of {} serves from position {}", building.names(), position);
  }

  private void catchUp(Set<View> copies, long from, long until) throws SQLException, ViewFailure {
    long at = from;
    while (at < until) {
      List<Recorded> batch =
          events.after(at, settings.rebuildBatch()).stream()
              .filter(recorded -> recorded.position() <= until)
              .toList();
      applier.apply(db, copies, Schemas::next, batch, "rebuild");
      at = batch.getLast().position();
    }
  }

  private void abandon(Rebuild building, Exception cause) {
    rebuild = null;
    int attempts = status.rebuildFailed(cause);
    String reason = ProjectionStatus.reason(cause);
    log.warn("The rebuild of {} failed: {}", building.names(), reason);
    operations.end(
        building.operation(),
        Operations.State.FAILED,
        request(building.views()).failed(reason).json());
    noRebuildBefore =
        System.nanoTime()
            + Math.min(
                settings.longestBackOff().toNanos(),
                settings.poll().toNanos() << Math.min(attempts - 1, 20));
  }

  /// Starts the next rebuild that was asked for, or that is needed because tables are missing or
  /// were written by another version of a view.
  private void lookAround() throws SQLException {
    if (rebuild == null) {
      tidyUp();
    }
    if (rebuild != null || System.nanoTime() - noRebuildBefore < 0) {
      return;
    }
    for (Operation operation : operations.running(RebuildRequest.KIND)) {
      RebuildRequest asked = RebuildRequest.parse(operation.detail());
      Set<View> which =
          views.stream()
              .filter(view -> asked.views().isEmpty() || asked.views().contains(view.name()))
              .collect(Collectors.toSet());
      if (which.size() < asked.views().size() || which.isEmpty()) {
        operations.end(
            operation.id(), Operations.State.FAILED, asked.failed("there is no such view").json());
      } else {
        start(which, operation.id());
        return;
      }
    }
    Set<View> stale = new HashSet<>(views);
    stale.removeAll(live);
    if (!stale.isEmpty()) {
      start(stale, operations.start(RebuildRequest.KIND, request(stale).json()));
    }
  }

  private static RebuildRequest request(Set<View> which) {
    return RebuildRequest.of(which.stream().map(View::name).sorted().toList());
  }

  private void start(Set<View> which, UUID operation) {
    Rebuild starting =
        new Rebuild(
            which, operation, events, database, operations, applier, settings.rebuildBatch());
    rebuild = starting;
    starting.start();
  }

  /// Removes copies that no longer serve, or were never finished, unless somebody still reads
  /// them.
  private void tidyUp() throws SQLException {
    for (View view : List.copyOf(leftovers)) {
      try {
        Schemas.dropLeftovers(db, view);
        db.commit();
        leftovers.remove(view);
      } catch (SQLException e) {
        db.rollback();
        return;
      }
    }
  }
}

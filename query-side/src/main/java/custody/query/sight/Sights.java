package custody.query.sight;

import com.github.benmanes.caffeine.cache.Cache;
import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.query.Answers;
import custody.query.projection.AtLeast;
import custody.service.Access;
import custody.service.Caches;
import custody.service.Caller;
import custody.service.Problem;
import custody.service.looks.Look;
import custody.service.rights.Relation;
import custody.store.EventLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Makes the {@link Sight} of a request.
///
/// Sight is decided by the views, and the views are behind the log by some milliseconds. So that
/// access ends with the event that says so, and not when a view has seen it, whoever is bounded by
/// who has what waits until the views have all such events that were recorded when the request
/// came. There is seldom one: the log's tail is looked through, not the views' distance to it.
final class Sights {
  /// Families of events that change who sees what.
  private static final Set<String> MOVING =
      Set.of("customer", "ownership", "cover", "collaborator", "steward", "event", "rep");

  /// Up to so many, a query begins with those who are seen; with more, what it looks for is found
  /// sooner than they are gathered.
  private static final int FEW = 1000;

  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

  private final DataSource database;
  private final EventLog events;
  private final Clock clock;
  private final int few;
  private final Cache<Viewer, Boolean> areFew =
      Caches.builder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();
  private final AtomicLong reached = new AtomicLong();

  /// How far the log was looked through. Whoever comes second may set it back: then some of it is
  /// looked through again.
  private volatile EventLog.Tail looked = new EventLog.Tail(-1, 0);

  Sights(DataSource database, EventLog events, Clock clock) {
    this(database, events, clock, FEW);
  }

  Sights(DataSource database, EventLog events, Clock clock, int few) {
    this.few = few;
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  Sight of(Caller caller, @Nullable String reason, Look look) {
    Sight sight = new Sight(caller, clock.instant(), reason, this, look);
    if (!sight.isBoundless()) {
      catchUp();
      sight.gauge();
    }
    return sight;
  }

  /// Waits until the views have everything that changes who sees what and was recorded by now.
  private void catchUp() {
    EventLog.Tail before = looked;
    if (before.head() < 0) {
      before = new EventLog.Tail(position(), 0);
    }
    EventLog.Tail tail = events.tail(before.head(), MOVING, null);
    long last = Math.max(before.last(), tail.last());
    looked = new EventLog.Tail(tail.head(), last);
    if (last > reached.get()
        && !until(() -> reached.accumulateAndGet(position(), Math::max) >= last)) {
      throw new Problem(
              503,
              "not-yet-visible",
              "Who sees what has just changed, and the views do not show it yet. Ask again in a"
                  + " moment.")
          .header("Retry-After", "1");
    }
  }

  private long position() {
    try (Connection db = database.getConnection();
        PreparedStatement query =
            db.prepareStatement(
                "SELECT coalesce(min(position), 0) FROM custody.view_position"
                    + " WHERE view IN ('ownership', 'reps')");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw Answers.failure("read the views' positions", e);
    }
  }

  boolean await(Sight sight, CustomerId customer, @Nullable Long atLeast, LongSupplier version) {
    if (sight.isBoundless()) {
      AtLeast.await(atLeast, version);
      return true;
    }
    Seen[] seen = {seen(sight, customer)};
    if (!seen[0].atAll() && atLeast != null) {
      // Whether it is hidden or not there yet must take equally long.
      until(
          () -> {
            seen[0] = seen(sight, customer);
            return seen[0].atAll();
          });
    }
    if (!seen[0].atAll()) {
      throw Problem.customerNotFound();
    }
    AtLeast.await(atLeast, version);
    return seen[0].open();
  }

  boolean holds(Condition condition, CustomerId customer) {
    if (condition.isAlways()) {
      return true;
    }
    try (Connection db = database.getConnection();
        PreparedStatement query =
            db.prepareStatement("SELECT " + condition.sql() + " FROM (SELECT ?::uuid AS id) c")) {
      query.setObject(condition.bind(query, 1), customer.value());
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw Answers.failure("read who sees a customer", e);
    }
  }

  /// Whether the caller is this to so few customers that a query had better begin with them. It is
  /// asked once a minute: what is seen does not depend on it.
  boolean isFew(Caller caller, Set<Relation> relations, Condition select) {
    return !select.isAlways()
        && !select.equals(Condition.NEVER)
        && areFew.get(
            new Viewer(caller.actor(), caller.access(), relations), _ -> countsFew(select));
  }

  private boolean countsFew(Condition select) {
    try (Connection db = database.getConnection();
        PreparedStatement query =
            db.prepareStatement(
                "SELECT count(*) FROM (SELECT FROM ("
                    + select.sql()
                    + ") visible LIMIT "
                    + (few + 1L)
                    + ") n")) {
      select.bind(query, 1);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1) <= few;
      }
    } catch (SQLException e) {
      throw Answers.failure("read how many customers are seen", e);
    }
  }

  /// Those of the customers of whom it is true, in the order of their ids.
  List<CustomerId> among(Condition condition, Collection<CustomerId> customers) {
    List<CustomerId> among = new ArrayList<>();
    try (Connection db = database.getConnection();
        PreparedStatement query =
            db.prepareStatement(
                "SELECT c.id FROM unnest(?) c (id) WHERE " + condition.sql() + " ORDER BY c.id")) {
      query.setArray(
          1, db.createArrayOf("uuid", customers.stream().map(CustomerId::value).toArray()));
      condition.bind(query, 2);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          among.add(new CustomerId(row.getObject(1, UUID.class)));
        }
      }
    } catch (SQLException e) {
      throw Answers.failure("read who sees which customers", e);
    }
    return among;
  }

  private record Viewer(Actor actor, Access access, Set<Relation> as) {}

  private record Seen(boolean atAll, boolean open) {}

  private Seen seen(Sight sight, CustomerId customer) {
    Condition seen = sight.seen("c.id");
    Condition open = sight.open("c.id");
    try (Connection db = database.getConnection();
        PreparedStatement query =
            db.prepareStatement(
                "SELECT " + seen.sql() + ", " + open.sql() + " FROM (SELECT ?::uuid AS id) c")) {
      int next = open.bind(query, seen.bind(query, 1));
      query.setObject(next, customer.value());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Seen(row.getBoolean(1), row.getBoolean(2));
      }
    } catch (SQLException e) {
      throw Answers.failure("read who sees a customer", e);
    }
  }

  /// @return false if it did not come true in time
  private static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    long pause = TimeUnit.MILLISECONDS.toNanos(1);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Problem(503, "shutting-down", "The service is shutting down. Ask again.");
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE.toNanos());
    }
    return true;
  }
}

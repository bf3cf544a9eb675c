package custody.query.ownership;

import custody.contract.Actor;
import custody.contract.RepId;
import custody.contract.Rule.PoolLimits;
import custody.query.Answers;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import custody.service.CompanyProperties;
import custody.service.Cursors;
import custody.service.PoolProperties;
import custody.service.agenda.AgendaReader;
import custody.service.agenda.Days;
import custody.service.agenda.Limits;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The pools that are defined, and those that hold customers now.
@RestController
class PoolsController {
  private static final int PAGE = 100;

  private final DataSource database;
  private final Clock clock;
  private final Map<String, PoolProperties.Pool> defined;
  private final Cursors cursors;
  private final Days days;

  PoolsController(
      DataSource database,
      Clock clock,
      PoolProperties properties,
      Cursors cursors,
      CompanyProperties company) {
    this.database = database;
    this.cursors = cursors;
    this.clock = clock;
    this.days = new Days(company.zone());
    this.defined = properties.byName();
  }

  /// @param position of the last event this answer knows
  /// @param mine what counts against the pools' limits; null unless the caller is a rep
  record Pools(Instant asOf, long position, List<Pool> pools, @Nullable Mine mine) {}

  /// @param held customers the caller has, those dated ahead included
  /// @param claimedToday customers the caller has claimed today, from whatever pool
  record Mine(long held, long claimedToday) {}

  /// @param customers how many are in it
  /// @param region null = for none in particular
  /// @param productLine null = for none in particular
  /// @param claimsPerDay how many customers a rep may have claimed that day; null = any number
  /// @param mostHeld how many customers a rep may have who claims; null = any number
  /// @param banDays days for which a rep may not claim again whom they had; null = none
  record Pool(
      String pool,
      long customers,
      @Nullable String region,
      @Nullable String productLine,
      @Nullable Integer claimsPerDay,
      @Nullable Integer mostHeld,
      @Nullable Long banDays) {}

  private Pool pool(String name, long customers, List<PoolLimits> rules) {
    PoolProperties.Pool as = defined.get(name);
    Limits limits = Limits.of(name, rules, as == null ? Limits.NONE : as.limits());
    return new Pool(
        name,
        customers,
        as == null ? null : as.region(),
        as == null ? null : as.productLine(),
        limits.claimsPerDay(),
        limits.mostHeld(),
        limits.ban().isZero() ? null : limits.ban().toDays());
  }

  /// @param position of the last event this answer knows
  /// @param next the cursor of the next page; null if this is the last
  record Waiting(
      String pool, Instant asOf, long position, List<Waits> customers, @Nullable String next) {}

  /// @param since when it came into the pool
  record Waits(UUID customer, Instant since) {}

  /// Whoever has waited longest comes first: in this order customers are to be claimed and
  /// assigned.
  @Operation(summary = "The customers of a pool, the longest waiting first")
  @GetMapping("/api/pools/{pool}/customers")
  Waiting waiting(
      @PathVariable String pool,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    int size = Answers.limit(limit, PAGE);
    String list = "pool " + pool;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    Instant now = last.isEmpty() ? clock.instant() : Instant.parse(last.get(2));
    Waits after =
        last.isEmpty()
            ? null
            : new Waits(UUID.fromString(last.get(1)), Instant.parse(last.getFirst()));
    Condition seen = sight.seenInPools("held.customer");
    return Answers.snapshot(
        database,
        db -> {
          List<Waits> waiting = waiting(db, pool, now, after, seen, size);
          sight.listed(waiting.stream().map(Waits::customer).toList());
          String next =
              waiting.size() < size
                  ? null
                  : cursors.write(
                      list,
                      List.of(
                          waiting.getLast().since().toString(),
                          waiting.getLast().customer().toString(),
                          now.toString()));
          return new Waiting(pool, now, Answers.position(db, Ownership.VIEW), waiting, next);
        });
  }

  private static List<Waits> waiting(
      Connection db, String pool, Instant now, @Nullable Waits after, Condition seen, int limit)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT customer, valid_from FROM view_ownership.held WHERE pool = ?"
                + " AND known_to = 'infinity' AND valid_from <= ? AND valid_to > ? AND "
                + seen.sql()
                + (after == null ? "" : " AND (valid_from, customer) > (?, ?)")
                + " ORDER BY valid_from, customer LIMIT ?")) {
      query.setString(1, pool);
      Answers.set(query, 2, now);
      Answers.set(query, 3, now);
      int next = seen.bind(query, 4);
      if (after != null) {
        Answers.set(query, next++, after.since());
        query.setObject(next++, after.customer());
      }
      query.setInt(next, limit);
      List<Waits> waiting = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          waiting.add(
              new Waits(
                  row.getObject(1, UUID.class), Objects.requireNonNull(Answers.instant(row, 2))));
        }
      }
      return waiting;
    }
  }

  @Operation(summary = "The pools and how many customers are in them")
  @GetMapping("/api/pools")
  Pools pools(Sight sight) {
    Condition seen = sight.seenInPools("held.customer");
    Instant now = clock.instant();
    RepId rep = sight.caller().access().rep();
    return Answers.snapshot(
        database,
        db ->
            new Pools(
                now,
                Answers.position(db, Ownership.VIEW),
                read(db, now, seen),
                rep == null ? null : mine(db, rep, now)));
  }

  /// Near enough to plan by; the decision counts for itself.
  private Mine mine(Connection db, RepId rep, Instant now) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT (SELECT count(DISTINCT h.customer) FROM view_ownership.held h
                WHERE h.rep = ? AND h.known_to = 'infinity' AND h.valid_to > ?),
              (SELECT count(*) FROM view_ownership.held h
                JOIN view_ownership.move m ON (m.customer, m.position) = (h.customer, h.position)
                JOIN view_ownership.held before ON before.customer = h.customer
                  AND before.known_to = 'infinity' AND before.valid_to = h.valid_from
                WHERE h.rep = ? AND h.known_to = 'infinity' AND h.valid_from >= ?
                  AND m.actor = ? AND before.pool IS NOT NULL)
            """)) {
      query.setObject(1, rep.value());
      Answers.set(query, 2, now);
      query.setObject(3, rep.value());
      Answers.set(query, 4, days.start(days.of(now)));
      query.setString(5, Actor.rep(rep).toString());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Mine(row.getLong(1), row.getLong(2));
      }
    }
  }

  private List<Pool> read(Connection db, Instant now, Condition seen) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT pool, count(*) FROM view_ownership.held
            WHERE pool IS NOT NULL AND known_to = 'infinity' AND valid_from <= ? AND valid_to > ?
            AND %s GROUP BY pool ORDER BY pool
            """
                .formatted(seen.sql()))) {
      Answers.set(query, 1, now);
      Answers.set(query, 2, now);
      seen.bind(query, 3);
      SortedMap<String, Long> pools = new TreeMap<>();
      defined.keySet().forEach(name -> pools.put(name, 0L));
      List<PoolLimits> rules = AgendaReader.limits(db, now);
      rules.forEach(rule -> rule.pools().forEach(name -> pools.put(name, 0L)));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          pools.put(row.getString(1), row.getLong(2));
        }
      }
      return pools.entrySet().stream().map(it -> pool(it.getKey(), it.getValue(), rules)).toList();
    }
  }
}

package custody.query.ownership;

import custody.query.Answers;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import custody.service.PoolProperties;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The pools that are defined, and those that hold customers now.
@RestController
class PoolsController {
  private final DataSource database;
  private final Clock clock;
  private final Map<String, PoolProperties.Pool> defined;

  PoolsController(DataSource database, Clock clock, PoolProperties properties) {
    this.database = database;
    this.clock = clock;
    this.defined = properties.byName();
  }

  /// @param position of the last event this answer knows
  record Pools(Instant asOf, long position, List<Pool> pools) {}

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

  private Pool pool(String name, long customers) {
    PoolProperties.Pool rules = defined.get(name);
    return rules == null
        ? new Pool(name, customers, null, null, null, null, null)
        : new Pool(
            name,
            customers,
            rules.region(),
            rules.productLine(),
            rules.claimsPerDay(),
            rules.mostHeld(),
            rules.ban().isZero() ? null : rules.ban().toDays());
  }

  @Operation(summary = "The pools and how many customers are in them")
  @GetMapping("/api/pools")
  Pools pools(Sight sight) {
    Condition seen = sight.seenInPools("held.customer");
    Instant now = clock.instant();
    return Answers.snapshot(
        database, db -> new Pools(now, Answers.position(db, Ownership.VIEW), read(db, now, seen)));
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
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          pools.put(row.getString(1), row.getLong(2));
        }
      }
      return pools.entrySet().stream().map(it -> pool(it.getKey(), it.getValue())).toList();
    }
  }
}

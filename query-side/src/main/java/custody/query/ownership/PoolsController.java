package custody.query.ownership;

import custody.query.Answers;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The pools that hold customers now.
@RestController
class PoolsController {
  private final DataSource database;
  private final Clock clock;

  PoolsController(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// @param position of the last event this answer knows
  record Pools(Instant asOf, long position, List<Pool> pools) {}

  /// @param customers how many are in it
  record Pool(String pool, long customers) {}

  @Operation(summary = "The pools and how many customers are in them")
  @GetMapping("/api/pools")
  Pools pools(Sight sight) {
    Condition seen = sight.seenInPools("customer");
    Instant now = clock.instant();
    return Answers.snapshot(
        database, db -> new Pools(now, Answers.position(db, Ownership.VIEW), read(db, now, seen)));
  }

  private static List<Pool> read(Connection db, Instant now, Condition seen) throws SQLException {
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
      List<Pool> pools = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          pools.add(new Pool(row.getString(1), row.getLong(2)));
        }
      }
      return pools;
    }
  }
}

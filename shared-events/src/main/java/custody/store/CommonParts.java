package custody.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which parts of names many have, such as "trading", as PostgreSQL's statistics know it. Looking
/// for those would lead to half of all customers.
final class CommonParts {
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final String STATISTICS =
      """
      SELECT part, share FROM pg_catalog.pg_stats s,
        unnest(s.most_common_elems::text::bigint[], s.most_common_elem_freqs) e (part, share)
      WHERE s.schemaname = 'custody' AND s.tablename = 'likeness' AND s.attname = 'parts'
        AND part IS NOT NULL
      """;

  private volatile Map<Long, Float> shares = Map.of();
  private volatile long staleAt = System.nanoTime();

  /// The rarest of the parts; as many as that, or all if there are fewer.
  long[] rarest(Connection connection, Set<Long> parts, int most) throws SQLException {
    Map<Long, Float> known = shares(connection);
    return parts.stream()
        .sorted(
            Comparator.<Long, Float>comparing(part -> known.getOrDefault(part, 0f))
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .mapToLong(Long::longValue)
        .toArray();
  }

  private Map<Long, Float> shares(Connection connection) throws SQLException {
    if (System.nanoTime() - staleAt < 0) {
      return shares;
    }
    staleAt = System.nanoTime() + FRESH.toNanos(); // the others go on with what is known
    Map<Long, Float> read = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(STATISTICS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        read.put(row.getLong(1), row.getFloat(2));
      }
    }
    shares = read;
    return read;
  }
}

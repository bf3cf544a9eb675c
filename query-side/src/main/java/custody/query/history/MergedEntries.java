package custody.query.history;

import custody.query.Answers;
import custody.query.Answers.Select;
import custody.service.Problem;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/// The entries that are one customer, entered more than once.
final class MergedEntries {
  private static final String HERE = "SELECT FROM view_history.event WHERE customer = ? LIMIT 1";

  // What was merged into one that was merged goes along. UNION ends what would go in circles.
  private static final String SQL =
      """
      WITH RECURSIVE merged AS (
        SELECT ?::uuid AS id
        UNION
        SELECT f.customer FROM merged m
        JOIN view_history.fact f ON f.part = 'mergedInto' AND f.value #>> '{}' = m.id::text
          AND f.effective_at <= ? AND f.recorded_at <= ?
          AND (f.voided_at IS NULL OR f.voided_at > ?)
        WHERE NOT EXISTS (
          SELECT FROM view_history.fact l
          WHERE l.customer = f.customer AND l.part = 'mergedInto'
            AND l.effective_at <= ? AND l.recorded_at <= ?
            AND (l.voided_at IS NULL OR l.voided_at > ?)
            AND (l.effective_at, l.position) > (f.effective_at, f.position))
      )
      SELECT id FROM merged WHERE id <> ? ORDER BY id
      """;

  private MergedEntries() {}

  /// Those merged into the customer at the time, as known then.
  ///
  /// @throws Problem `customer-not-found`
  static Set<UUID> of(DataSource database, UUID customer, Instant asOf, Instant knownAt) {
    Set<UUID> merged = new LinkedHashSet<>();
    Answers.together(
        database,
        List.of(
            Select.of(HERE, customer),
            Select.of(SQL, customer, asOf, knownAt, knownAt, asOf, knownAt, knownAt, customer)),
        (select, rows) -> {
          if (select == 0 && !rows.next()) {
            throw new Problem(
                404, "customer-not-found", "There is no customer with this id. Check the id.");
          }
          while (select == 1 && rows.next()) {
            merged.add(rows.getObject(1, UUID.class));
          }
        });
    return merged;
  }
}

package custody.query.history;

import custody.query.Answers;
import custody.service.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/// The entries that are one customer, entered more than once.
final class MergedEntries {
  // What was merged into one that was merged goes along. UNION ends what would go in circles.
  private static final String SQL =
      """
      WITH RECURSIVE merged AS (
        SELECT ?::uuid AS id
        UNION
        SELECT e.customer FROM merged m
        JOIN view_history.event e ON e.name = 'customer.merged' AND e.payload ->> 'into' = m.id::text
          AND e.effective_at <= ? AND e.recorded_at <= ?
          AND (e.voided_at IS NULL OR e.voided_at > ?)
        WHERE NOT EXISTS (
          SELECT FROM view_history.event l
          WHERE l.customer = e.customer
            AND l.name IN ('customer.merged', 'customer.merge-reverted')
            AND l.effective_at <= ? AND l.recorded_at <= ?
            AND (l.voided_at IS NULL OR l.voided_at > ?)
            AND (l.effective_at, l.position) > (e.effective_at, e.position))
      )
      SELECT id FROM merged
      WHERE EXISTS (SELECT FROM view_history.event WHERE customer = ?) ORDER BY id
      """;

  private MergedEntries() {}

  /// Those merged into the customer at the time, as known then.
  ///
  /// @throws Problem `customer-not-found`
  static Set<UUID> of(DataSource database, UUID customer, Instant asOf, Instant knownAt) {
    Set<UUID> merged = new LinkedHashSet<>();
    try (Connection db = database.getConnection();
        PreparedStatement query = db.prepareStatement(SQL)) {
      Answers.bind(
          query, 1, List.of(customer, asOf, knownAt, knownAt, asOf, knownAt, knownAt, customer));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          merged.add(row.getObject(1, UUID.class));
        }
      }
    } catch (SQLException e) {
      throw Answers.failure("read a history", e);
    }
    if (!merged.remove(customer)) {
      throw Problem.customerNotFound();
    }
    return merged;
  }
}

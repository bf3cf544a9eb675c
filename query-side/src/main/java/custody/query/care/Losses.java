package custody.query.care;

import custody.contract.Holder;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.sight.Condition;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads who was lost, as known at a time. A loss is that of whoever had the customer at that time:
/// if a move is dated back later, the loss is the other one's.
final class Losses {
  /// Every loss that is known, with the holder of that time and when the customer was won back.
  private static final String SAID =
      """
      WITH said AS (
        SELECT e.customer, e.position, e.effective_at, e.name, e.payload,
          lead(e.effective_at) OVER w AS next_at, lead(e.name) OVER w AS next
        FROM view_history.event e
        WHERE e.name IN ('churn.recorded', 'churn.won-back') AND e.recorded_at <= ?
          AND (e.voided_at IS NULL OR e.voided_at > ?)
        WINDOW w AS (PARTITION BY e.customer ORDER BY e.effective_at, e.position)
      ), loss AS (
        SELECT s.customer, s.position, s.effective_at, h.rep, h.pool,
          s.payload ->> 'reason' AS reason,
          (s.payload #>> '{yearlyCost,amount}')::numeric AS amount,
          s.payload #>> '{yearlyCost,currency}' AS currency,
          CASE s.next WHEN 'churn.won-back' THEN s.next_at END AS won_back_at
        FROM said s
        JOIN view_ownership.held h ON h.customer = s.customer
          AND h.valid_from <= s.effective_at AND h.valid_to > s.effective_at
          AND h.known_from <= ? AND h.known_to > ?
        WHERE s.name = 'churn.recorded' AND s.effective_at >= ? AND s.effective_at < ?
      )
      """;

  private Losses() {}

  /// @param from inclusive
  /// @param to exclusive
  record Question(Instant from, Instant to, Instant knownAt) {}

  /// @param currency ISO 4217 code
  record Cost(BigDecimal amount, String currency) {}

  /// @param holder whose customer it was
  /// @param yearlyCost null = not said
  /// @param wonBackAt null = not won back
  record Loss(
      UUID customer,
      Instant at,
      Holder holder,
      String reason,
      @Nullable Cost yearlyCost,
      @Nullable Instant wonBackAt) {}

  /// @param yearlyCost of those of whom it is known; null = of none
  record Sum(
      Holder holder, String reason, long customers, long wonBack, @Nullable Cost yearlyCost) {}

  /// Where a page ends.
  record Place(Instant at, long position) {}

  /// @param last null if there is none on this page
  record Page(List<Loss> losses, @Nullable Place last) {}

  /// In the order of time.
  ///
  /// @param after null = from the first
  static Page page(
      Connection db, Question question, @Nullable Place after, Condition open, int limit)
      throws SQLException {
    String sql =
        SAID
            + "SELECT customer, effective_at, rep, pool, reason, amount, currency, won_back_at,"
            + " position FROM loss WHERE "
            + open.sql()
            + (after == null ? "" : " AND (effective_at, position) > (?, ?)")
            + " ORDER BY effective_at, position LIMIT ?";
    try (PreparedStatement query = db.prepareStatement(sql)) {
      int next = open.bind(query, bind(query, question));
      if (after != null) {
        Answers.set(query, next++, after.at());
        query.setLong(next++, after.position());
      }
      query.setInt(next, limit);
      List<Loss> losses = new ArrayList<>();
      Place last = null;
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Instant at = Objects.requireNonNull(Answers.instant(row, 2));
          losses.add(
              new Loss(
                  row.getObject(1, UUID.class),
                  at,
                  holder(row, 3),
                  row.getString(5),
                  cost(row, 6),
                  Answers.instant(row, 8)));
          last = new Place(at, row.getLong(9));
        }
      }
      return new Page(losses, last);
    }
  }

  /// By holder of that time, reason and currency.
  static List<Sum> sums(Connection db, Question question, Condition open) throws SQLException {
    String sql =
        SAID
            + """
            SELECT rep, pool, reason, count(*), count(won_back_at), sum(amount), currency FROM loss
            WHERE %s GROUP BY rep, pool, reason, currency
            ORDER BY sum(amount) DESC NULLS LAST, count(*) DESC, rep, pool, reason, currency
            """
                .formatted(open.sql());
    try (PreparedStatement query = db.prepareStatement(sql)) {
      open.bind(query, bind(query, question));
      List<Sum> sums = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sums.add(
              new Sum(
                  holder(row, 1), row.getString(3), row.getLong(4), row.getLong(5), cost(row, 6)));
        }
      }
      return sums;
    }
  }

  private static int bind(PreparedStatement query, Question question) throws SQLException {
    int next = 1;
    for (int i = 0; i < 4; i++) {
      Answers.set(query, next++, question.knownAt());
    }
    Answers.set(query, next++, question.from());
    Answers.set(query, next++, question.to());
    return next;
  }

  private static @Nullable Cost cost(ResultSet row, int first) throws SQLException {
    BigDecimal amount = row.getBigDecimal(first);
    return amount == null ? null : new Cost(amount, row.getString(first + 1));
  }

  private static Holder holder(ResultSet row, int first) throws SQLException {
    UUID rep = row.getObject(first, UUID.class);
    return rep == null
        ? new Holder.Pool(row.getString(first + 1))
        : new Holder.Owner(new RepId(rep));
  }
}

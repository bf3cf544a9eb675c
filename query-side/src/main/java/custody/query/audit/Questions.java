package custody.query.audit;

import custody.query.Answers;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What auditors ask, as SQL. Everything is asked of the intervals, which are the one definition's
/// answer for all times at once.
///
/// @param columns as answered; the statement selects exactly these
/// @param values of its question marks, in order
record Questions(List<String> columns, String sql, List<@Nullable Object> values) {

  /// Who had a customer at a moment, and by which event.
  ///
  /// @param customer null = every customer
  static Questions owner(@Nullable UUID customer, Instant asOf, Instant knownAt, Sight sight) {
    Builder sql = new Builder();
    Condition open = sight.open("h.customer");
    sql.add("SELECT h.customer, h.rep, h.pool, h.valid_from, h.valid_to, h.event, m.recorded_at,");
    sql.add(" m.actor, m.channel, CASE WHEN ").add(open).add(" THEN m.reason END");
    sql.add(
        """
         FROM view_ownership.held h
        JOIN view_ownership.move m ON m.customer = h.customer AND m.position = h.position
        WHERE h.valid_from <= ? AND h.valid_to > ? AND h.known_from <= ? AND h.known_to > ? AND
        """,
        asOf,
        asOf,
        knownAt,
        knownAt);
    if (customer != null) {
      sql.add(" h.customer = ? AND ", customer);
    }
    sql.add(sight.seen("h.customer")).add(" ORDER BY h.customer");
    return sql.build(
        "customer",
        "rep",
        "pool",
        "from",
        "to",
        "event",
        "recordedAt",
        "actor",
        "channel",
        "reason");
  }

  /// Every change of owner that took effect in a period, and why.
  ///
  /// @param from inclusive
  /// @param to exclusive
  static Questions changes(Instant from, Instant to, Instant knownAt, Sight sight) {
    Builder sql = new Builder();
    sql.add("SELECT n.customer, n.valid_from, b.rep, b.pool, n.rep, n.pool, e.name, m.actor,");
    sql.add(" m.channel, CASE WHEN ").add(sight.open("n.customer"));
    sql.add(
        """
         THEN m.reason END, m.recorded_at, n.event, (
          SELECT a.handover FROM view_handovers.allotted a
          JOIN view_handovers.handover h ON h.id = a.handover
          WHERE a.customer = n.customer AND a.state IN ('moved', 'kept', 'returned')
            AND (h.state->>'moveAt')::timestamptz = n.valid_from LIMIT 1)
        FROM view_ownership.held n
        JOIN view_ownership.held b ON b.customer = n.customer AND b.valid_to = n.valid_from
          AND b.known_from <= ? AND b.known_to > ?
        JOIN view_ownership.move m ON m.customer = n.customer AND m.position = n.position
        LEFT JOIN view_history.event e ON e.customer = n.customer AND e.event = n.event
        WHERE n.known_from <= ? AND n.known_to > ? AND n.valid_from >= ? AND n.valid_from < ?
          AND (n.rep, n.pool) IS DISTINCT FROM (b.rep, b.pool) AND
        """,
        knownAt,
        knownAt,
        knownAt,
        knownAt,
        from,
        to);
    sql.add(sight.seen("n.customer")).add(" ORDER BY n.valid_from, n.customer");
    return sql.build(
        "customer",
        "at",
        "fromRep",
        "fromPool",
        "toRep",
        "toPool",
        "what",
        "actor",
        "channel",
        "reason",
        "recordedAt",
        "event",
        "handover");
  }

  /// Customers that nobody has contacted since the move that gave them to their present owner.
  /// Those that go on as another entry are worked on there.
  static Questions uncontacted(Instant asOf, Instant knownAt, Sight sight) {
    Builder sql = new Builder();
    sql.add(
        """
        SELECT h.customer, h.rep, h.valid_from, floor(extract(epoch FROM ?::timestamptz
          - h.valid_from) / 86400)::bigint, h.event
        FROM view_ownership.held h
        WHERE h.rep IS NOT NULL AND h.valid_from <= ? AND h.valid_to > ? AND h.known_from <= ?
          AND h.known_to > ?
          AND EXISTS (SELECT FROM view_ownership.held b WHERE b.customer = h.customer
            AND b.valid_to = h.valid_from AND b.known_from <= ? AND b.known_to > ?)
          AND NOT EXISTS (SELECT FROM view_history.event e WHERE e.customer = h.customer
            AND e.name = 'follow-up.recorded' AND e.recorded_at <= ?
            AND (e.voided_at IS NULL OR e.voided_at > ?)
            AND e.effective_at >= h.valid_from AND e.effective_at <= ?)
          AND (SELECT e.name = 'customer.merged' FROM view_history.event e
            WHERE e.customer = h.customer
            AND e.name IN ('customer.merged', 'customer.merge-reverted')
            AND e.effective_at <= ? AND e.recorded_at <= ?
            AND (e.voided_at IS NULL OR e.voided_at > ?)
            ORDER BY e.effective_at DESC, e.position DESC LIMIT 1) IS NOT TRUE AND
        """,
        asOf,
        asOf,
        asOf,
        knownAt,
        knownAt,
        knownAt,
        knownAt,
        knownAt,
        knownAt,
        asOf,
        asOf,
        knownAt,
        knownAt);
    sql.add(sight.seen("h.customer")).add(" ORDER BY h.valid_from, h.customer");
    return sql.build("customer", "rep", "since", "days", "event");
  }

  /// How many customers each rep had, at regular moments.
  ///
  /// @param step as PostgreSQL writes an interval
  static Questions counts(
      Instant from, Instant to, String step, Instant knownAt, Team team, Sight sight) {
    Builder sql = new Builder();
    sql.add(
        """
        SELECT t.at, h.rep, count(*) FROM generate_series(?::timestamptz, ?::timestamptz,
          ?::interval) t (at)
        JOIN view_ownership.held h ON h.valid_from <= t.at AND h.valid_to > t.at
        WHERE h.rep IS NOT NULL AND h.known_from <= ? AND h.known_to > ? AND
        """,
        from,
        to,
        step,
        knownAt,
        knownAt);
    sql.add(sight.seen("h.customer")).among(team, "h.rep");
    sql.add(" GROUP BY t.at, h.rep ORDER BY t.at, h.rep");
    return sql.build("at", "rep", "customers");
  }

  /// Who had which customer from when to when, as far as it touches a period.
  ///
  /// @param rep null = everybody
  /// @param pools whether the times in pools are told, too
  static Questions intervals(
      @Nullable UUID rep, boolean pools, Instant from, Instant to, Instant knownAt, Sight sight) {
    Builder sql = new Builder();
    sql.add(
        """
        SELECT h.customer, h.rep, h.pool, h.valid_from, h.valid_to, h.event
        FROM view_ownership.held h
        WHERE (h.rep IS NOT NULL OR ?) AND (?::uuid IS NULL OR h.rep = ?) AND h.valid_from < ?
          AND h.valid_to > ? AND h.known_from <= ? AND h.known_to > ? AND
        """,
        pools,
        rep,
        rep,
        to,
        from,
        knownAt,
        knownAt);
    sql.add(sight.seen("h.customer")).add(" ORDER BY h.rep, h.valid_from, h.customer");
    return sql.build("customer", "rep", "pool", "from", "to", "event");
  }

  /// How many customers of each grade each rep had at a moment; the grades are today's.
  static Questions loads(Instant asOf, Instant knownAt, Team team, Sight sight) {
    Builder sql = new Builder();
    sql.add(
        """
        SELECT h.rep, c.grade, count(*) FROM view_ownership.held h
        LEFT JOIN view_customers.customer c ON c.id = h.customer
        WHERE h.rep IS NOT NULL AND h.valid_from <= ? AND h.valid_to > ? AND h.known_from <= ?
          AND h.known_to > ? AND
        """,
        asOf,
        asOf,
        knownAt,
        knownAt);
    sql.add(sight.seen("h.customer")).among(team, "h.rep").add(" GROUP BY 1, 2 ORDER BY 1, 2");
    return sql.build("rep", "grade", "customers");
  }

  /// How many follow-ups each rep made, in steps of equal length from the beginning on.
  ///
  /// @param from inclusive
  /// @param to exclusive
  /// @param step as PostgreSQL writes an interval, without months
  static Questions followUps(Instant from, Instant to, String step, Team team, Sight sight) {
    Builder sql = new Builder();
    sql.add(
        """
        SELECT date_bin(?::interval, d.effective_at, ?::timestamptz), d.rep, count(*)
        FROM view_reps.deed d
        WHERE d.what = 'made' AND d.name = 'follow-up.recorded' AND d.effective_at >= ?
          AND d.effective_at < ?
          AND NOT EXISTS (SELECT FROM view_reps.correction c WHERE c.event = d.event) AND
        """,
        step,
        from,
        from,
        to);
    sql.add(sight.seen("d.customer")).among(team, "d.rep").add(" GROUP BY 1, 2 ORDER BY 1, 2");
    return sql.build("at", "rep", "followUps");
  }

  /// Who stood in for whom with which customer, as far as it touches a period.
  static Questions covers(Instant from, Instant to, Instant knownAt, Sight sight) {
    Builder sql = new Builder();
    sql.add(
        """
        SELECT c.customer, c.rep, c.owner, c.valid_from, c.valid_to, c.event
        FROM view_ownership.cover c
        WHERE c.valid_from < ? AND c.valid_to > ? AND c.known_from <= ? AND c.known_to > ? AND
        """,
        to,
        from,
        knownAt,
        knownAt);
    sql.add(sight.seen("c.customer")).add(" ORDER BY c.customer, c.valid_from, c.rep");
    return sql.build("customer", "rep", "owner", "from", "to", "event");
  }

  /// Moves recorded in a period that were dated back, each with what we took for true before and
  /// have taken for true since: a row per stretch of time of which it changed what we believe.
  ///
  /// @param from of the recorded time, inclusive
  /// @param to exclusive
  static Questions backdated(Instant from, Instant to, Sight sight) {
    Builder sql = new Builder();
    sql.add("SELECT m.customer, m.event, m.effective_at, m.recorded_at, m.actor, m.channel,");
    sql.add(" CASE WHEN ").add(sight.open("m.customer"));
    sql.add(
        """
         THEN m.reason END, d.since, d.until, d.rep, d.pool, m.rep, m.pool
        FROM view_ownership.move m
        LEFT JOIN LATERAL (
          SELECT greatest(n.valid_from, o.valid_from) AS since,
            least(n.valid_to, o.valid_to, m.recorded_at) AS until, o.rep, o.pool
          FROM view_ownership.held n
          JOIN view_ownership.held o ON o.customer = n.customer AND o.known_from < m.recorded_at
            AND o.known_to >= m.recorded_at AND o.valid_from < n.valid_to
            AND o.valid_to > n.valid_from
          WHERE n.customer = m.customer AND n.position = m.position
            AND n.known_from <= m.recorded_at AND n.known_to > m.recorded_at
            AND (o.rep, o.pool) IS DISTINCT FROM (n.rep, n.pool)
            AND greatest(n.valid_from, o.valid_from)
              < least(n.valid_to, o.valid_to, m.recorded_at)) d ON true
        WHERE m.recorded_at >= ? AND m.recorded_at < ? AND m.effective_at < m.recorded_at
          AND EXISTS (SELECT FROM view_ownership.move r WHERE r.customer = m.customer
            AND r.position < m.position) AND
        """,
        from,
        to);
    sql.add(sight.seen("m.customer")).add(" ORDER BY m.recorded_at, m.customer, d.since");
    return sql.build(
        "customer",
        "event",
        "effectiveAt",
        "recordedAt",
        "actor",
        "channel",
        "reason",
        "differsFrom",
        "differsTo",
        "repBefore",
        "poolBefore",
        "repAfter",
        "poolAfter");
  }

  PreparedStatement prepared(Connection db) throws SQLException {
    PreparedStatement query = Answers.streaming(db, sql);
    int next = 1;
    for (Object value : values) {
      switch (value) {
        case Instant at -> Answers.set(query, next++, at);
        case String[] texts -> query.setArray(next++, db.createArrayOf("text", texts));
        case null -> query.setObject(next++, null);
        case Object other -> query.setObject(next++, other);
      }
    }
    return query;
  }

  /// Reps by the team they are in now; whoever has left is still in the last one.
  ///
  /// @param name null = every team's
  record Team(@Nullable String name, Instant now) {}

  /// Puts text and values together in step.
  private static final class Builder {
    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    Builder add(String text, @Nullable Object... values) {
      sql.append(text);
      for (Object value : values) {
        this.values.add(value);
      }
      return this;
    }

    Builder add(Condition condition) {
      sql.append(' ').append(condition.sql()).append(' ');
      values.addAll(condition.values());
      return this;
    }

    Builder among(Team team, String rep) {
      return team.name() == null
          ? this
          : add(
              " AND %s IN (SELECT m.rep FROM view_reps.member m".formatted(rep)
                  + " WHERE m.team = ? AND m.since <= ? AND m.until > ?)",
              team.name(),
              team.now(),
              team.now());
    }

    Questions build(String... columns) {
      return new Questions(List.of(columns), sql.toString(), values);
    }
  }
}

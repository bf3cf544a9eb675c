package custody.query.reps;

import custody.query.Answers;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one rep owned and did, in the order of time.
final class Timeline {
  private Timeline() {}

  /// One thing that happened.
  ///
  /// @param at when it was true in the business
  /// @param what `ownership-began`, `ownership-ended`, `cover-began`, `cover-ended`, `made` (a
  ///     follow-up, or took a call), `acted` (as the author of any other event), `was` (joined,
  ///     moved, left)
  /// @param event the event behind it
  /// @param name the event's logical name, but for ownership and covers
  record Entry(
      Instant at, String what, UUID event, @Nullable UUID customer, @Nullable String name) {}

  /// @param from inclusive
  /// @param to inclusive
  /// @param sight of whoever asks
  /// @param behind the entries behind this one only; null = from the first
  static List<Entry> of(
      Connection db,
      UUID rep,
      Instant from,
      Instant to,
      Instant knownAt,
      @Nullable Entry behind,
      int limit,
      Sight sight)
      throws SQLException {
    Condition seen = sight.seen("part.customer");
    try (PreparedStatement query = db.prepareStatement(sql(seen))) {
      bind(query, rep, from, to, knownAt, behind, limit, seen);
      List<Entry> entries = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
      return entries;
    }
  }

  /// Takes one entry after the other.
  interface Taking {
    void take(Entry entry) throws IOException;
  }

  /// The whole, in the same order, so that a life's work passes through constant memory.
  static void each(
      Connection db,
      UUID rep,
      Instant from,
      Instant to,
      Instant knownAt,
      Sight sight,
      Taking taking)
      throws SQLException, IOException {
    Condition seen = sight.seen("part.customer");
    try (PreparedStatement query = Answers.streaming(db, sql(seen))) {
      bind(query, rep, from, to, knownAt, null, Integer.MAX_VALUE, seen);
      try (ResultSet row = Answers.rows(query)) {
        while (row.next()) {
          taking.take(entry(row));
        }
      }
    }
  }

  /// Every branch is in the timeline's order and bounded by itself, so that a page costs what a
  /// page costs, however much the rep has done.
  private static String sql(Condition seen) {
    String part =
        " AND at >= ? AND at <= ? AND (at, what, event) > (?, ?, ?) AND (customer IS NULL OR "
            + seen.sql()
            + ") ORDER BY at, what, event LIMIT ?";
    return """
    SELECT at, what, event, customer, name FROM (
      (SELECT * FROM (
        SELECT valid_from AS at, 'ownership-began' COLLATE "C" AS what, event, customer,
          NULL AS name
        FROM view_ownership.held
        WHERE rep = ? AND known_from <= ? AND known_to > ?) part WHERE true %1$s)
      UNION ALL
      (SELECT * FROM (
        SELECT h.valid_to AS at, 'ownership-ended' COLLATE "C" AS what, n.event, h.customer,
          NULL AS name
        FROM view_ownership.held h
        JOIN view_ownership.held n ON n.customer = h.customer AND n.valid_from = h.valid_to
          AND n.known_from <= ? AND n.known_to > ?
        WHERE h.rep = ? AND h.known_from <= ? AND h.known_to > ?) part WHERE true %1$s)
      UNION ALL
      (SELECT * FROM (
        SELECT effective_at AS at, what, event, customer, name FROM view_reps.deed d
        WHERE rep = ? AND recorded_at <= ? AND NOT EXISTS (
          SELECT FROM view_reps.correction c WHERE c.event = d.event AND c.recorded_at <= ?)) part
        WHERE true %1$s)
      UNION ALL
      (SELECT * FROM (
        SELECT effective_at AS at, 'was' COLLATE "C" AS what, event, NULL::uuid AS customer, name
        FROM view_reps.fact WHERE rep = ? AND recorded_at <= ?) part WHERE true %1$s)
      UNION ALL
      (SELECT * FROM (
        SELECT valid_from AS at, 'cover-began' COLLATE "C" AS what, event, customer, NULL AS name
        FROM view_ownership.cover
        WHERE rep = ? AND known_from <= ? AND known_to > ?) part WHERE true %1$s)
      UNION ALL
      (SELECT * FROM (
        SELECT valid_to AS at, 'cover-ended' COLLATE "C" AS what, event, customer, NULL AS name
        FROM view_ownership.cover
        WHERE rep = ? AND known_from <= ? AND known_to > ?) part WHERE true %1$s)
    ) t ORDER BY at, what COLLATE "C", event LIMIT ?
    """
        .formatted(part);
  }

  private static void bind(
      PreparedStatement query,
      UUID rep,
      Instant from,
      Instant to,
      Instant knownAt,
      @Nullable Entry behind,
      int limit,
      Condition seen)
      throws SQLException {
    Entry last = behind == null ? new Entry(from, "", new UUID(0, 0), null, null) : behind;
    Binder bind = new Binder(query);
    bind.add(rep, knownAt, knownAt).part(last, to, seen, limit);
    bind.add(knownAt, knownAt, rep, knownAt, knownAt).part(last, to, seen, limit);
    bind.add(rep, knownAt, knownAt).part(last, to, seen, limit);
    bind.add(rep, knownAt).part(last, to, seen, limit);
    bind.add(rep, knownAt, knownAt).part(last, to, seen, limit);
    bind.add(rep, knownAt, knownAt).part(last, to, seen, limit);
    bind.add(limit);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getObject(1, OffsetDateTime.class).toInstant(),
        row.getString(2),
        row.getObject(3, UUID.class),
        row.getObject(4, UUID.class),
        row.getString(5));
  }

  private static final class Binder {
    private final PreparedStatement query;
    private int next = 1;

    Binder(PreparedStatement query) {
      this.query = query;
    }

    Binder add(Object... values) throws SQLException {
      for (Object value : values) {
        if (value instanceof Instant at) {
          Answers.set(query, next++, at);
        } else {
          query.setObject(next++, value);
        }
      }
      return this;
    }

    void part(Entry last, Instant to, Condition seen, int limit) throws SQLException {
      add(last.at(), to, last.at(), last.what(), last.event());
      next = seen.bind(query, next);
      add(limit);
    }
  }
}

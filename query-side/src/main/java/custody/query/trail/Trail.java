package custody.query.trail;

import custody.query.handover.CaseSight;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import custody.service.rights.Right;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The events one caller may know of, and how they hang together. What happened to customers that
/// the caller does not see is neither shown nor counted.
final class Trail {
  /// Longer chains than this were made by nobody.
  private static final int LONGEST_CHAIN = 20;

  private static final String COLUMNS =
      "e.event, e.name, e.kind, e.stream, e.sequence, e.position, e.recorded_at, e.effective_at,"
          + " e.actor, e.channel, e.correlation, e.cause";

  private final Connection db;
  private final Condition seen;

  Trail(Connection db, Sight sight) {
    this.db = db;
    this.seen = seen(sight);
  }

  /// An event without its content.
  ///
  /// @param stream of which kind it is, and its id
  /// @param version of the stream, once this event was in it
  /// @param position its place in the store
  /// @param actor who did it
  /// @param correlationId common to everything that one request, import or case caused
  /// @param causationId the event that caused this one directly
  record Link(
      UUID event,
      String name,
      Stream stream,
      long version,
      long position,
      Instant recordedAt,
      Instant effectiveAt,
      String actor,
      String channel,
      UUID correlationId,
      @Nullable UUID causationId) {}

  /// @param kind customer, rep, rule, handover or erasure
  record Stream(String kind, UUID id) {}

  /// By what events are looked for.
  enum By {
    EVENT("e.event"),
    CAUSE("e.cause"),
    CORRELATION("e.correlation"),
    /// A customer's events are its history's instead.
    STREAM("e.kind <> 'customer' AND e.stream");

    private final String column;

    By(String column) {
      this.column = column;
    }
  }

  private static Condition seen(Sight sight) {
    Condition customers = sight.seen("e.stream");
    Condition cases = new CaseSight(sight).condition("e.stream");
    boolean erasures = sight.may(Right.READ_ACCESS_LOG) || sight.may(Right.ERASE);
    List<Object> values = new ArrayList<>(customers.values());
    values.addAll(cases.values());
    return new Condition(
        "CASE e.kind WHEN 'customer' THEN "
            + customers.sql()
            + " WHEN 'handover' THEN "
            + cases.sql()
            + " WHEN 'erasure' THEN "
            + erasures
            + " ELSE true END",
        values);
  }

  /// @return null if there is none, or none that the caller sees
  @Nullable Link find(UUID event) throws SQLException {
    List<Link> found = list(By.EVENT, event, 0, 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  /// In the order of the store.
  ///
  /// @param after position, exclusive
  List<Link> list(By by, UUID id, long after, int limit) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT "
                + COLUMNS
                + where(by)
                + " AND e.position > ? ORDER BY e.position LIMIT "
                + limit)) {
      query.setLong(bind(query, id), after);
      List<Link> links = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          links.add(link(row));
        }
      }
      return links;
    }
  }

  long count(By by, UUID id) throws SQLException {
    try (PreparedStatement query = db.prepareStatement("SELECT count(*)" + where(by))) {
      bind(query, id);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /// What caused it, what caused that, and so on.
  List<Link> causes(Link of) throws SQLException {
    SequencedSet<Link> causes = new LinkedHashSet<>();
    Link cause = of.causationId() == null ? null : find(of.causationId());
    while (cause != null && causes.size() < LONGEST_CHAIN && causes.add(cause)) {
      cause = cause.causationId() == null ? null : find(cause.causationId());
    }
    return List.copyOf(causes);
  }

  /// The correction that voided an event, as known now.
  @Nullable Link voidedBy(Link of) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT c.event FROM view_history.event v
            JOIN view_history.event c ON (c.customer, c.position) = (v.customer, v.voided_by)
            WHERE v.customer = ? AND v.event = ?
            """)) {
      query.setObject(1, of.stream().id());
      query.setObject(2, of.event());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? find(row.getObject(1, UUID.class)) : null;
      }
    }
  }

  private String where(By by) {
    return " FROM view_trail.event e WHERE " + seen.sql() + " AND " + by.column + " = ?";
  }

  private int bind(PreparedStatement query, UUID id) throws SQLException {
    int next = seen.bind(query, 1);
    query.setObject(next++, id);
    return next;
  }

  private static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getObject(1, UUID.class),
        row.getString(2),
        new Stream(row.getString(3), row.getObject(4, UUID.class)),
        row.getLong(5) + 1,
        row.getLong(6),
        row.getObject(7, OffsetDateTime.class).toInstant(),
        row.getObject(8, OffsetDateTime.class).toInstant(),
        row.getString(9),
        row.getString(10),
        row.getObject(11, UUID.class),
        row.getObject(12, UUID.class));
  }
}

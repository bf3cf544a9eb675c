package custody.query.ownership;

import custody.contract.Holder;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.sight.Condition;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads the intervals. All within the snapshot of the connection given.
public final class Ownership {
  /// The view, whose position answers name.
  static final String VIEW = "ownership";

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long IN_2000 =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2000-01-01T00:00:00Z"));

  private Ownership() {}

  /// A customer was with the holder for a time.
  ///
  /// @param to exclusive; null = no end
  /// @param event the event that began it
  /// @param cover of the rep asked about, if the rep only stood in; the rest is of the cover then,
  ///     but for the holder
  record Owned(
      UUID customer,
      Holder holder,
      Instant from,
      @Nullable Instant to,
      UUID event,
      @Nullable UUID cover) {}

  /// One of a customer's intervals with the event behind it.
  ///
  /// @param to exclusive; null = no end
  record Period(Holder holder, Instant from, @Nullable Instant to, Behind event) {}

  /// The event that began an interval.
  ///
  /// @param reasonErased true if there was a reason and its personal data was erased
  record Behind(
      UUID id,
      String actor,
      String channel,
      @Nullable String reason,
      @Nullable Boolean reasonErased,
      Instant recordedAt,
      Instant effectiveAt) {}

  /// Who had what is asked for.
  ///
  /// @param knownAt null = as known now
  /// @param rep null = any
  /// @param pool null = any
  /// @param covered with those the rep stood in for
  /// @param after the customers behind this one only; null = from the first
  /// @param seen whose customers these may be
  public record Question(
      Instant asOf,
      @Nullable Instant knownAt,
      @Nullable RepId rep,
      @Nullable String pool,
      boolean covered,
      @Nullable UUID after,
      Condition seen) {

    private String sql() {
      String owned =
          "SELECT customer, rep, pool, valid_from, valid_to, event, NULL::uuid AS cover"
              + " FROM view_ownership.held"
              + times()
              + (rep == null ? "" : " AND rep = ?")
              + (pool == null ? "" : " AND pool = ?");
      String covers =
          "SELECT customer, owner, NULL, valid_from, valid_to, event, cover"
              + " FROM view_ownership.cover"
              + times()
              + " AND rep = ?";
      // Who stands in twice at once is told once, and whoever is the owner as that.
      return (withCovers()
              ? "SELECT DISTINCT ON (customer) * FROM (%s UNION ALL %s) had"
                  .formatted(owned, covers)
              : "SELECT * FROM (%s) had".formatted(owned))
          + " WHERE true"
          + (after == null ? "" : " AND customer > ?")
          + (seen.isAlways() ? "" : " AND " + seen.sql())
          + " ORDER BY customer"
          + (withCovers() ? ", cover IS NOT NULL, valid_to DESC" : "");
    }

    private boolean withCovers() {
      return covered && rep != null;
    }

    /// What is known now is an index of its own.
    private String times() {
      return " WHERE valid_from <= ? AND valid_to > ?"
          + (knownAt == null
              ? " AND known_to = 'infinity'"
              : " AND known_from <= ? AND known_to > ?");
    }

    private int bind(PreparedStatement query) throws SQLException {
      int next = bindTimes(query, 1);
      if (rep != null) {
        query.setObject(next++, rep.value());
      }
      if (pool != null) {
        query.setString(next++, pool);
      }
      if (rep != null && withCovers()) {
        next = bindTimes(query, next);
        query.setObject(next++, rep.value());
      }
      if (after != null) {
        query.setObject(next++, after);
      }
      return seen.isAlways() ? next : seen.bind(query, next);
    }

    private int bindTimes(PreparedStatement query, int first) throws SQLException {
      int next = first;
      Answers.set(query, next++, asOf);
      Answers.set(query, next++, asOf);
      if (knownAt != null) {
        Answers.set(query, next++, knownAt);
        Answers.set(query, next++, knownAt);
      }
      return next;
    }
  }

  /// All answers as NDJSON, in the order of the customers' ids, in constant memory.
  ///
  /// @param begin told the position of the last event the view has, before anything is written
  /// @return how many
  public static long stream(
      DataSource database, Question question, LongConsumer begin, OutputStream out) {
    return Answers.stream(database, db -> stream(db, question, begin, out));
  }

  private static long stream(Connection db, Question question, LongConsumer begin, OutputStream out)
      throws SQLException, IOException {
    HeldJson json = new HeldJson(out);
    long lines = 0;
    try (PreparedStatement query = Answers.streaming(db, question.sql())) {
      question.bind(query);
      try (ResultSet row = Answers.rows(query, VIEW, begin)) {
        while (row.next()) {
          lines++;
          json.line(
              id(row, 1),
              idOrNull(row, 2),
              row.getString(3),
              micros(row, 4),
              micros(row, 5),
              id(row, 6),
              idOrNull(row, 7));
        }
      }
    }
    json.flush();
    return lines;
  }

  /// The 16 bytes that PostgreSQL sends of an id; as text, if the driver was told so.
  private static byte @Nullable [] idOrNull(ResultSet row, int column) throws SQLException {
    byte[] sent = row.getBytes(column);
    if (sent == null || sent.length == 16) {
      return sent;
    }
    UUID id = row.getObject(column, UUID.class);
    byte[] bytes = new byte[16];
    LONG.set(bytes, 0, id.getMostSignificantBits());
    LONG.set(bytes, 8, id.getLeastSignificantBits());
    return bytes;
  }

  private static byte[] id(ResultSet row, int column) throws SQLException {
    return present(idOrNull(row, column), column);
  }

  /// Microseconds since 1970. PostgreSQL sends them since 2000, with the greatest number for
  /// `infinity`; or a text, if the driver was told so.
  private static long micros(ResultSet row, int column) throws SQLException {
    byte[] sent = present(row.getBytes(column), column);
    // A text may have eight letters, too.
    if (sent.length != Long.BYTES || sent[0] == 'i') {
      Instant at = Answers.instant(row, column);
      return at == null ? HeldJson.NO_END : ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
    long since2000 = (long) LONG.get(sent, 0);
    return since2000 == Long.MAX_VALUE ? HeldJson.NO_END : since2000 + IN_2000;
  }

  /// The first answers, in the order of the customers' ids.
  static List<Owned> page(Connection db, Question question, int limit) throws SQLException {
    List<Owned> owned = new ArrayList<>();
    try (PreparedStatement query = db.prepareStatement(question.sql() + " LIMIT ?")) {
      query.setInt(question.bind(query), limit);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          owned.add(
              new Owned(
                  row.getObject(1, UUID.class),
                  OwnershipView.holder(row.getObject(2, UUID.class), row.getString(3)),
                  from(row, 4),
                  Answers.instant(row, 5),
                  row.getObject(6, UUID.class),
                  row.getObject(7, UUID.class)));
        }
      }
    }
    return owned;
  }

  /// A customer's intervals in the order of time; empty if nothing was known of it.
  ///
  /// @param knownAt null = as known now
  static List<Period> periods(Connection db, UUID customer, @Nullable Instant knownAt)
      throws SQLException {
    List<Period> periods = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT h.rep, h.pool, h.valid_from, h.valid_to, h.event, m.actor, m.channel, m.reason,
              nullif(m.reason_erased, false), m.recorded_at, m.effective_at
            FROM view_ownership.held h
            JOIN view_ownership.move m ON m.customer = h.customer AND m.position = h.position
            WHERE h.customer = ?
            """
                + (knownAt == null
                    ? " AND h.known_to = 'infinity'"
                    : " AND h.known_from <= ? AND h.known_to > ?")
                + " ORDER BY h.valid_from")) {
      query.setObject(1, customer);
      if (knownAt != null) {
        Answers.set(query, 2, knownAt);
        Answers.set(query, 3, knownAt);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          periods.add(
              new Period(
                  OwnershipView.holder(row.getObject(1, UUID.class), row.getString(2)),
                  from(row, 3),
                  Answers.instant(row, 4),
                  new Behind(
                      row.getObject(5, UUID.class),
                      row.getString(6),
                      row.getString(7),
                      row.getString(8),
                      row.getObject(9, Boolean.class),
                      from(row, 10),
                      from(row, 11))));
        }
      }
    }
    return periods;
  }

  private static Instant from(ResultSet row, int column) throws SQLException {
    return present(Answers.instant(row, column), column);
  }

  private static <T> T present(@Nullable T value, int column) throws SQLException {
    if (value == null) {
      throw new SQLException("column " + column + " is never null");
    }
    return value;
  }
}

package custody.query.profile;

import custody.service.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// One customer at two times: the definition in SQL.
///
/// @param firstRecorded when we first heard of the customer
/// @param version the stream's version as known then
/// @param position of the last event the view has
/// @param facts those that hold, in the order to show them; those without value are kept, because
///     they say which event took the value away
public record State(
    UUID customer,
    Instant asOf,
    Instant knownAt,
    Instant firstRecorded,
    long version,
    long position,
    List<Fact> facts) {

  /// All that was said by then; what of it holds is {@link Holding}'s to say, which is done sooner
  /// here than there.
  private static final String SQL =
      """
      SELECT m.as_of, m.known_at, m.first_recorded, known.version,
        (SELECT position FROM custody.view_position WHERE view = 'history') AS view_position,
        f.part, f.item, f.field, f.value, f.position, f.effective_at, f.recorded_at, f.voided_at
      FROM (
        SELECT coalesce(?, greatest(?, last.recorded_at)) AS as_of,
          coalesce(?, greatest(?, last.recorded_at)) AS known_at,
          first.recorded_at AS first_recorded
        FROM
          (SELECT recorded_at FROM view_history.event
            WHERE customer = ? ORDER BY position LIMIT 1) first,
          (SELECT recorded_at FROM view_history.event
            WHERE customer = ? ORDER BY position DESC LIMIT 1) last
      ) m
      LEFT JOIN LATERAL (
        SELECT sequence + 1 AS version FROM view_history.event e
        WHERE e.customer = ? AND e.recorded_at <= m.known_at ORDER BY position DESC LIMIT 1
      ) known ON true
      LEFT JOIN view_history.fact f ON f.customer = ? AND f.effective_at <= m.as_of
        AND f.recorded_at <= m.known_at AND (f.voided_at IS NULL OR f.voided_at > m.known_at)
      """;

  /// @param asOf null = now
  /// @param knownAt null = everything known now
  /// @throws Problem 404 if there is no such customer; without facts if it was not there yet
  static State readEvenBefore(
      JdbcTemplate database,
      Clock clock,
      UUID customer,
      @Nullable Instant asOf,
      @Nullable Instant knownAt) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    List<State> found = new ArrayList<>(1);
    database.query(
        SQL,
        row -> {
          found.add(read(customer, row)); // takes the rows that follow too
        },
        at(asOf),
        now,
        at(knownAt),
        now,
        customer,
        customer,
        customer,
        customer);
    if (found.isEmpty()) {
      throw new Problem(
          404, "customer-not-found", "There is no customer with this id. Check the id.");
    }
    return found.getFirst();
  }

  /// The same, and 404 too if the customer was not known or not registered yet.
  public static State read(
      JdbcTemplate database,
      Clock clock,
      UUID customer,
      @Nullable Instant asOf,
      @Nullable Instant knownAt) {
    State state = readEvenBefore(database, clock, customer, asOf, knownAt);
    if (state.firstRecorded().isAfter(state.knownAt())) {
      throw new Problem(
          404,
          "customer-not-known-then",
          "The customer exists, but was not recorded yet at this knownAt. Ask for a later knownAt.",
          Map.of("firstRecordedAt", state.firstRecorded()));
    }
    if (state.facts().stream().noneMatch(it -> it.part().equals("kind") && it.value() != null)) {
      throw new Problem(
          404,
          "customer-not-registered-then",
          "The customer exists, but was not registered yet at this asOf. Ask for a later asOf.");
    }
    return state;
  }

  private static State read(UUID customer, ResultSet row) throws SQLException {
    Instant asOf = instant(row, 1);
    Instant knownAt = instant(row, 2);
    Instant firstRecorded = instant(row, 3);
    long version = row.getLong(4);
    long position = row.getLong(5);
    Holding holding = new Holding();
    do {
      if (row.getString(6) != null) {
        holding.say(fact(row, 6));
      }
    } while (row.next());
    return new State(customer, asOf, knownAt, firstRecorded, version, position, holding.inOrder());
  }

  static Fact fact(ResultSet row, int first) throws SQLException {
    OffsetDateTime voidedAt = row.getObject(first + 7, OffsetDateTime.class);
    return new Fact(
        row.getString(first),
        row.getString(first + 1),
        row.getString(first + 2),
        row.getString(first + 3),
        row.getLong(first + 4),
        instant(row, first + 5),
        instant(row, first + 6),
        voidedAt == null ? null : voidedAt.toInstant());
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}

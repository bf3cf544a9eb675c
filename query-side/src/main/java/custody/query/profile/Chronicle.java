package custody.query.profile;

import custody.query.Answers;
import custody.query.history.FactText;
import custody.query.history.Memory.Look;
import custody.query.history.Memory.Row;
import custody.query.history.Memory.Whole;
import custody.service.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// All that was ever said of one customer: what it was at any two times is told from it without
/// another question.
///
/// @param last the row of its last event, by which a later look knows whether this is still all
/// @param events in the order in which they were recorded; at least one
/// @param facts {@link Holding#byThing}
record Chronicle(UUID customer, Row last, List<Told> events, List<Fact> facts) implements Whole {

  /// When we heard of an event.
  ///
  /// @param version the stream's version with it
  record Told(long position, Instant recordedAt, long version) {}

  private static final String SQL =
      """
      SELECT NULL::bigint, NULL, NULL::bigint, NULL::timestamptz, NULL::timestamptz,
        NULL::timestamptz, NULL
      WHERE %s
      UNION ALL
      SELECT sequence + 1, xmin::text, position, effective_at, recorded_at, voided_at, facts
      FROM view_history.event WHERE customer = ?
      UNION ALL
      SELECT NULL, NULL, position, NULL, NULL, NULL, NULL
      FROM custody.view_position WHERE view = 'history'
      """
          .formatted(Answers.swapped("view_history.event"));

  /// @throws Problem 404 if there is no such customer
  static Look<Chronicle> read(JdbcTemplate database, UUID customer) {
    Reader reader;
    do {
      reader = new Reader();
      database.query(SQL, reader::take, customer);
    } while (reader.swapped);
    if (reader.events.isEmpty()) {
      throw Problem.customerNotFound();
    }
    reader.events.sort(Comparator.comparingLong(Told::position));
    Row last = Objects.requireNonNull(reader.last);
    return new Look<>(
        new Chronicle(customer, last, reader.events, Holding.byThing(reader.facts)),
        reader.position);
  }

  private static final class Reader {
    final List<Told> events = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    @Nullable Row last;
    long position;
    boolean swapped;

    void take(ResultSet row) throws SQLException {
      long at = row.getLong(3);
      if (row.wasNull()) {
        swapped = true;
        return;
      }
      String written = row.getString(2);
      if (written == null) {
        position = at;
      } else {
        event(row, at);
        last = last == null || at > last.position() ? new Row(at, written) : last;
      }
    }

    private void event(ResultSet row, long at) throws SQLException {
      Instant recordedAt = State.instant(row, 5);
      events.add(new Told(at, recordedAt, row.getLong(1)));
      FactText said = FactText.read(row, 7);
      if (said != null) {
        Instant effectiveAt = State.instant(row, 4);
        Fact.of(said, at, effectiveAt, recordedAt, Answers.instant(row, 6), facts::add);
      }
    }
  }

  /// @param now the moment that is meant by default, unless we have heard of the customer since
  /// @param asOf null = now
  /// @param knownAt null = everything known now
  /// @param position the view shows everything up to there
  State at(Instant now, @Nullable Instant asOf, @Nullable Instant knownAt, long position) {
    Instant latest = events.getLast().recordedAt();
    Instant present = latest.isAfter(now) ? latest : now;
    Instant as = asOf == null ? present : asOf;
    Instant known = knownAt == null ? present : knownAt;
    return new State(
        customer,
        as,
        known,
        events.getFirst().recordedAt(),
        version(known),
        position,
        Holding.at(facts, as, known));
  }

  /// Nearly always the last one's.
  private long version(Instant known) {
    for (Told event : events.reversed()) {
      if (!event.recordedAt().isAfter(known)) {
        return event.version();
      }
    }
    return 0;
  }
}

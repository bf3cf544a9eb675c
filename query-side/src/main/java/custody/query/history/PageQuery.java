package custody.query.history;

import custody.query.Answers;
import custody.query.RawJson;
import custody.query.history.History.Place;
import custody.query.history.History.Question;
import custody.query.history.Memory.Row;
import custody.service.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads a page of a history by one statement, which is one snapshot and one way to the database.
/// Good for one reading.
final class PageQuery {
  private static final int SWAPPED = 0;
  private static final int LAST = 1;
  private static final int SAID = 2;
  private static final int EVENT = 3;

  /// The customer's last row, and how far the view has come.
  private static final String START =
      """
      SELECT %d, NULL::uuid, NULL::bigint, NULL::uuid, NULL, NULL::timestamptz, NULL::timestamptz,
        NULL, NULL, NULL::json, NULL::json, NULL::json, NULL::bigint, NULL::bigint, NULL
      WHERE %s
      UNION ALL
      (SELECT %d, customer, position, NULL, xmin::text, NULL, recorded_at,
        NULL, NULL, NULL, NULL, NULL,
        (SELECT position FROM custody.view_position WHERE view = 'history'), NULL, NULL
      FROM view_history.event e WHERE customer = ? ORDER BY e.position DESC LIMIT 1)
      """
          .formatted(SWAPPED, Answers.swapped("view_history.event"), LAST);

  /// What was said, be it on this page or not.
  private static final String ALL_SAID =
      """
      UNION ALL
      SELECT %d, customer, position, NULL, NULL, effective_at, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, facts
      FROM view_history.event
      WHERE facts IS NOT NULL AND recorded_at <= ? AND (voided_at IS NULL OR voided_at > ?)
      """
          .formatted(SAID);

  private static final String EVENTS =
      """
      UNION ALL
      (SELECT %d, customer, position, %s,
        payload, sequence, CASE WHEN voided_at <= ? THEN voided_by END, facts
      FROM view_history.event e WHERE recorded_at <= ?
      """
          .formatted(EVENT, EventInfo.columns("e"));

  private static final String CORRECTIONS =
      """
      SELECT position, %s FROM view_history.event e
      WHERE customer = ANY (?) AND position = ANY (?)
      """
          .formatted(EventInfo.columns("e"));

  private final Question question;
  private final int limit;
  private final @Nullable Map<Long, RawJson> changes;

  /// Whether everything that was said before an event of this page was said on it.
  private final boolean fromTheBeginning;

  private final StringBuilder sql = new StringBuilder(START);
  private final List<Object> values = new ArrayList<>();
  private final Map<UUID, List<Changed.Said>> said = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private boolean swapped;
  private @Nullable Last last;

  /// @param shown the view shows everything up to this position
  private record Last(Instant recordedAt, long shown, Row row) {}

  /// @param voidedBy position of the correction; 0 = it counts
  private record Event(
      Place place, UUID customer, EventInfo info, RawJson payload, long sequence, long voidedBy) {}

  /// @param changes what all of the customer's events changed; null = that is to be read
  PageQuery(Question question, int limit, @Nullable Map<Long, RawJson> changes) {
    this.question = question;
    this.limit = limit;
    this.changes = changes;
    this.fromTheBeginning = question.isFromTheBeginning();
  }

  /// @throws Problem `customer-not-found`
  Page read(DataSource database) {
    ask();
    try (Connection db = database.getConnection()) {
      try (PreparedStatement query = db.prepareStatement(sql.toString())) {
        Answers.bind(query, 1, values);
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            take(row);
          }
        }
      }
      if (!swapped) {
        return page(db);
      }
    } catch (SQLException e) {
      throw Answers.failure("read a history", e);
    }
    // A swap takes a rebuild: nobody goes round here for long.
    return new PageQuery(question, limit, changes).read(database);
  }

  private void ask() {
    values.add(question.customer().value());
    Object known = Answers.orInfinity(question.knownAt());
    if (changes == null && !fromTheBeginning) {
      and(ALL_SAID, known, known);
      ofCustomers();
    }
    and(EVENTS, known, known);
    ofCustomers();
    if (question.families() != null) {
      and(
          "AND split_part(name, '.', 1) = ANY (?)",
          (Object) question.families().toArray(String[]::new));
    }
    String time = question.order().column;
    if (question.from() != null) {
      and("AND " + time + " >= ?", question.from());
    }
    if (question.to() != null) {
      and("AND " + time + " < ?", question.to());
    }
    if (question.after() != null) {
      Place after = question.after();
      and("AND (" + time + ", position) > (?, ?)", after.at(), after.position());
    }
    and("ORDER BY " + time + ", position LIMIT " + limit + ")");
  }

  private void ofCustomers() {
    if (question.merged().isEmpty()) {
      and("AND customer = ?", question.customer().value()); // by an index that has the order too
    } else {
      and("AND customer = ANY (?)", (Object) question.customers());
    }
  }

  private void and(String more, Object... parameters) {
    sql.append(more).append(' ');
    values.addAll(List.of(parameters));
  }

  private void take(ResultSet row) throws SQLException {
    long position = row.getLong(3);
    switch (row.getInt(1)) {
      case SWAPPED -> swapped = true;
      case LAST ->
          last =
              new Last(
                  Objects.requireNonNull(Answers.instant(row, 7)),
                  row.getLong(13),
                  new Row(position, row.getString(5)));
      case SAID ->
          said(row, row.getObject(2, UUID.class), Objects.requireNonNull(Answers.instant(row, 6)));
      default -> {
        UUID customer = row.getObject(2, UUID.class);
        EventInfo info = Objects.requireNonNull(EventInfo.read(row, 4));
        Place place = new Place(question.order().of(info), position);
        RawJson payload = Objects.requireNonNull(RawJson.read(row, 12));
        Event event = new Event(place, customer, info, payload, row.getLong(13), row.getLong(14));
        events.add(event);
        if (changes == null && fromTheBeginning && event.voidedBy() == 0) {
          said(row, customer, info.effectiveAt());
        }
      }
    }
  }

  private void said(ResultSet row, UUID customer, Instant effectiveAt) throws SQLException {
    FactText facts = FactText.read(row, 15);
    if (facts != null) {
      said.computeIfAbsent(customer, _ -> new ArrayList<>())
          .add(new Changed.Said(effectiveAt, row.getLong(3), facts));
    }
  }

  private Page page(Connection db) throws SQLException {
    if (last == null) {
      throw Problem.customerNotFound();
    }
    Map<Long, RawJson> changed = changes == null ? new HashMap<>() : changes;
    // What was before is told of each entry by itself.
    said.values().forEach(ofOne -> Changed.of(ofOne, changed));
    Map<Long, EventInfo> corrections = corrections(db);
    // As they came, but nothing says that UNION ALL keeps an order.
    events.sort(Comparator.comparing(Event::place));
    Telling telling = new Telling(events.size());
    for (Event it : events) {
      telling.entry(
          it.place().position(),
          it.customer(),
          it.info(),
          it.sequence() + 1,
          it.payload(),
          changed.get(it.place().position()),
          corrections.get(it.voidedBy()));
    }
    boolean known = changes != null || !fromTheBeginning || events.size() < limit;
    return new Page(
        last.recordedAt(), last.shown(), last.row(), known ? changed : null, telling.end());
  }

  /// By position. Nearly always there are none; what was recorded of them stays, so it need not be
  /// the same snapshot.
  private Map<Long, EventInfo> corrections(Connection db) throws SQLException {
    Map<Long, EventInfo> found = new HashMap<>();
    List<Long> wanted = events.stream().map(Event::voidedBy).filter(it -> it != 0).toList();
    if (wanted.isEmpty()) {
      return found;
    }
    try (PreparedStatement query = db.prepareStatement(CORRECTIONS)) {
      Answers.bind(query, 1, List.of(question.customers(), wanted.toArray(Long[]::new)));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.put(row.getLong(1), Objects.requireNonNull(EventInfo.read(row, 2)));
        }
      }
    }
    return found;
  }
}

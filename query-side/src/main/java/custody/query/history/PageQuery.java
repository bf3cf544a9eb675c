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
///
/// Of a history that fits on the page all else is known from its events themselves, so they are
/// asked for alone at first: that is two thirds of the work.
final class PageQuery {
  private static final int SWAPPED = 0;
  private static final int LAST = 1;
  private static final int SAID = 2;
  private static final int EVENT = 3;

  private static final String COLUMNS =
      "position, %s, payload, sequence, CASE WHEN voided_at <= ? THEN voided_by END, facts"
          .formatted(EventInfo.columns("e"));

  private static final String FROM = " FROM view_history.event e WHERE recorded_at <= ?";

  private static final String EVENTS_ALONE = "(SELECT " + COLUMNS + ", xmin" + FROM;

  /// The customer's last row, and how far the view has come.
  private static final String START =
      """
      SELECT NULL::bigint, NULL::uuid, NULL, NULL::timestamptz, NULL::timestamptz, NULL, NULL,
        NULL::json, NULL::json, NULL::json, NULL::bigint, NULL::bigint, NULL,
        %d, NULL::uuid, NULL::xid
      WHERE %s
      UNION ALL
      (SELECT position, NULL, NULL, NULL, recorded_at, NULL, NULL, NULL, NULL, NULL,
        (SELECT position FROM custody.view_position WHERE view = 'history'), NULL, NULL,
        %d, NULL, xmin
      FROM view_history.event e WHERE customer = ? ORDER BY e.position DESC LIMIT 1)
      """
          .formatted(SWAPPED, Answers.swapped("view_history.event"), LAST);

  /// What was said, be it on this page or not.
  private static final String ALL_SAID =
      """
      UNION ALL
      SELECT position, NULL, NULL, effective_at, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        facts, %d, customer, NULL
      FROM view_history.event
      WHERE facts IS NOT NULL AND recorded_at <= ? AND (voided_at IS NULL OR voided_at > ?)
      """
          .formatted(SAID);

  private static final String EVENTS =
      "UNION ALL (SELECT " + COLUMNS + ", " + EVENT + ", customer, NULL" + FROM;

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

  /// How far the view has come; null = all else is asked for, too.
  private final @Nullable Long shown;

  private final StringBuilder sql = new StringBuilder();
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

  private PageQuery(
      Question question, int limit, @Nullable Map<Long, RawJson> changes, @Nullable Long shown) {
    this.question = question;
    this.limit = limit;
    this.changes = changes;
    this.fromTheBeginning = question.isFromTheBeginning();
    this.shown = shown;
  }

  /// @param changes what all of the customer's events changed; null = that is to be read
  /// @throws Problem `customer-not-found`
  static Page read(
      DataSource database,
      Shown shown,
      Question question,
      int limit,
      @Nullable Map<Long, RawJson> changes) {
    try {
      Page page =
          question.isForAll()
              ? new PageQuery(question, limit, null, shown.position()).read(database)
              : null;
      while (page == null) {
        // A swap takes a rebuild: nobody goes round here for long.
        page = new PageQuery(question, limit, changes, null).read(database);
      }
      return page;
    } catch (SQLException e) {
      throw Answers.failure("read a history", e);
    }
  }

  /// Null if it is to be read again.
  private @Nullable Page read(DataSource database) throws SQLException {
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
      boolean all = shown == null || (last != null && events.size() < limit);
      return all && !swapped ? page(db) : null;
    }
  }

  private void ask() {
    Object known = Answers.orInfinity(question.knownAt());
    if (shown == null) {
      and(START, question.customer().value());
      if (changes == null && !fromTheBeginning) {
        and(ALL_SAID, known, known);
        ofCustomers();
      }
    }
    and(shown == null ? EVENTS : EVENTS_ALONE, known, known);
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
    if (shown != null) {
      event(row, question.customer().value());
      if (last == null || row.getLong(1) > last.row().position()) {
        last = new Last(at(row, 5), shown, new Row(row.getLong(1), row.getString(14)));
      }
      return;
    }
    switch (row.getInt(14)) {
      case SWAPPED -> swapped = true;
      case LAST ->
          last = new Last(at(row, 5), row.getLong(11), new Row(row.getLong(1), row.getString(16)));
      case SAID -> said(row, row.getObject(15, UUID.class), at(row, 4));
      default -> event(row, row.getObject(15, UUID.class));
    }
  }

  private void event(ResultSet row, UUID customer) throws SQLException {
    EventInfo info = Objects.requireNonNull(EventInfo.read(row, 2));
    Place place = new Place(question.order().of(info), row.getLong(1));
    RawJson payload = Objects.requireNonNull(RawJson.read(row, 10));
    long voidedBy = row.getLong(12);
    events.add(new Event(place, customer, info, payload, row.getLong(11), voidedBy));
    if (changes == null && fromTheBeginning && voidedBy == 0) {
      said(row, customer, info.effectiveAt());
    }
  }

  private void said(ResultSet row, UUID customer, Instant effectiveAt) throws SQLException {
    FactText facts = FactText.read(row, 13);
    if (facts != null) {
      said.computeIfAbsent(customer, _ -> new ArrayList<>())
          .add(new Changed.Said(effectiveAt, row.getLong(1), facts));
    }
  }

  private static Instant at(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNull(Answers.instant(row, column));
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
    long contents = 0;
    for (Event it : events) {
      RawJson changes = changed.get(it.place().position());
      contents += it.payload().size() + (changes == null ? 0 : changes.size());
    }
    Telling telling = new Telling(events.size(), contents);
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
        last.recordedAt(),
        Math.max(last.shown(), last.row().position()),
        last.row(),
        known ? changed : null,
        telling.end());
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

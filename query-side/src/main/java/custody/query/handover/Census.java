package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ImportantDate;
import custody.contract.RepId;
import custody.query.Answers;
import custody.service.agenda.Occurrences;
import custody.wire.ContractJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What plans and previews ask about many customers at once, as known now: a fixed number of
/// queries, however many the customers.
///
/// A customer's events are looked up customer by customer (OFFSET 0 keeps PostgreSQL from joining
/// all there are): it takes customers for larger than they are, and would read everybody's.
final class Census {
  /// How far ahead a date counts as coming up.
  static final int UPCOMING_DAYS = 30;

  private static final JsonMapper JSON = JsonMapper.shared();

  /// The customers' events that count by now. OFFSET 0, lest all there are be read.
  private static final String COUNTING =
      """
      unnest(?) m (customer)
      CROSS JOIN LATERAL (SELECT * FROM view_history.event e
        WHERE e.customer = m.customer OFFSET 0) e
      WHERE e.voided_at IS NULL AND e.effective_at <= ?
      """;

  private final Connection db;
  private final Instant now;
  private final LocalDate today;

  /// @param today in the company's zone
  Census(Connection db, Instant now, LocalDate today) {
    this.db = db;
    this.now = now;
    this.today = today;
  }

  /// @param values by field: `kind`, `grade` and the profile fields with a plain value
  /// @param openSteps next steps promised and not done
  /// @param overdueSteps those of them that were due before today
  /// @param openComplaints raised and not resolved
  /// @param upcomingDates important dates within {@link #UPCOMING_DAYS}
  /// @param nextDate the first of them
  record Facts(
      @Nullable String name,
      Map<String, String> values,
      int openSteps,
      int overdueSteps,
      int openComplaints,
      int upcomingDates,
      @Nullable LocalDate nextDate,
      @Nullable Instant lastContact) {
    static final Facts NONE = new Facts(null, Map.of(), 0, 0, 0, 0, null, null);

    @Nullable String grade() {
      return values.get("grade");
    }
  }

  private static final class Gathering {
    private @Nullable String name;
    private Map<String, String> values = Map.of();
    private int openSteps;
    private int overdueSteps;
    private int openComplaints;
    private int upcomingDates;
    private @Nullable LocalDate nextDate;
    private @Nullable Instant lastContact;

    Facts facts() {
      return new Facts(
          name,
          values,
          openSteps,
          overdueSteps,
          openComplaints,
          upcomingDates,
          nextDate,
          lastContact);
    }
  }

  /// Who has which customers now, of these reps.
  Map<CustomerId, RepId> held(Collection<RepId> reps) throws SQLException {
    Map<CustomerId, RepId> held = new LinkedHashMap<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT customer, rep FROM view_ownership.held
            WHERE rep = ANY (?) AND known_to = 'infinity' AND valid_from <= ? AND valid_to > ?
            ORDER BY customer
            """)) {
      query.setArray(1, uuids(reps.stream().map(RepId::value).toList()));
      Answers.set(query, 2, now);
      Answers.set(query, 3, now);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          held.put(
              new CustomerId(row.getObject(1, UUID.class)),
              new RepId(row.getObject(2, UUID.class)));
        }
      }
    }
    return held;
  }

  /// How many customers of each grade these reps have now; the grade `""` is none.
  Map<RepId, Map<String, Integer>> loads(Collection<RepId> reps) throws SQLException {
    Map<RepId, Map<String, Integer>> loads = new HashMap<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT h.rep, coalesce(c.grade, ''), count(*) FROM view_ownership.held h
            LEFT JOIN view_customers.customer c ON c.id = h.customer
            WHERE h.rep = ANY (?) AND h.known_to = 'infinity' AND h.valid_from <= ?
              AND h.valid_to > ?
            GROUP BY 1, 2
            """)) {
      query.setArray(1, uuids(reps.stream().map(RepId::value).toList()));
      Answers.set(query, 2, now);
      Answers.set(query, 3, now);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          loads
              .computeIfAbsent(new RepId(row.getObject(1, UUID.class)), _ -> new HashMap<>())
              .put(row.getString(2), row.getInt(3));
        }
      }
    }
    return loads;
  }

  /// How many follow-ups these reps have had with these customers.
  Map<CustomerId, Map<RepId, Integer>> followUps(
      Collection<CustomerId> customers, Collection<RepId> reps) throws SQLException {
    Map<CustomerId, Map<RepId, Integer>> followUps = new HashMap<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT d.customer, d.rep, count(*) FROM view_reps.deed d
            JOIN unnest(?) m (customer) ON m.customer = d.customer
            WHERE d.rep = ANY (?) AND d.what = 'made' AND d.name = 'follow-up.recorded'
              AND d.effective_at <= ?
              AND NOT EXISTS (SELECT FROM view_reps.correction c WHERE c.event = d.event)
            GROUP BY 1, 2
            """)) {
      query.setArray(1, ids(customers));
      query.setArray(2, uuids(reps.stream().map(RepId::value).toList()));
      Answers.set(query, 3, now);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          followUps
              .computeIfAbsent(new CustomerId(row.getObject(1, UUID.class)), _ -> new HashMap<>())
              .put(new RepId(row.getObject(2, UUID.class)), row.getInt(3));
        }
      }
    }
    return followUps;
  }

  /// What a plan's conditions are held against, of those who have a profile: far less than {@link
  /// #of} gathers.
  Map<CustomerId, Map<String, String>> values(Collection<CustomerId> customers)
      throws SQLException {
    Map<UUID, Gathering> all = new LinkedHashMap<>();
    profiles(customers, all);
    Map<CustomerId, Map<String, String>> values = new HashMap<>();
    all.forEach((customer, gathered) -> values.put(new CustomerId(customer), gathered.values));
    return values;
  }

  Map<CustomerId, Facts> of(Collection<CustomerId> customers) throws SQLException {
    Map<UUID, Gathering> all = new LinkedHashMap<>();
    customers.forEach(customer -> all.put(customer.value(), new Gathering()));
    if (!all.isEmpty()) {
      profiles(customers, all);
      steps(customers, all);
      dates(customers, all);
      contacts(customers, all);
      complaints(customers, all);
    }
    Map<CustomerId, Facts> facts = new LinkedHashMap<>();
    all.forEach((customer, gathered) -> facts.put(new CustomerId(customer), gathered.facts()));
    return facts;
  }

  private void profiles(Collection<CustomerId> customers, Map<UUID, Gathering> all)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT c.id, c.kind, c.grade, c.name, c.fields::text FROM view_customers.customer c
            JOIN unnest(?) m (customer) ON m.customer = c.id
            """)) {
      query.setArray(1, ids(customers));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Gathering gathering = at(all, row);
          gathering.name = row.getString(4);
          gathering.values = values(row.getString(2), row.getString(3), row.getString(5));
        }
      }
    }
  }

  private static Map<String, String> values(
      @Nullable String kind, @Nullable String grade, String fields) {
    Map<String, String> values = new HashMap<>();
    if (JSON.readTree(fields) instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (field.getValue().isValueNode() && !field.getValue().isNull()) {
          values.put(field.getKey(), field.getValue().asString());
        }
      }
    }
    if (kind != null) {
      values.put("kind", kind);
    }
    if (grade != null) {
      values.put("grade", grade);
    }
    return values;
  }

  private void steps(Collection<CustomerId> customers, Map<UUID, Gathering> all)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            WITH said AS (
              SELECT e.customer, e.name, e.effective_at, e.position,
                e.payload ->> 'followUp' AS follow_up, e.payload #>> '{details,nextStep}' AS step
              FROM %s AND e.name IN
                ('follow-up.recorded', 'follow-up.amended', 'follow-up.next-step-done')
            )
            -- What was done counts only if it was done after it was recorded.
            SELECT customer, s.step FROM (
              SELECT DISTINCT ON (customer, follow_up) customer, follow_up, step
              FROM said WHERE name <> 'follow-up.next-step-done'
              ORDER BY customer, follow_up, effective_at DESC, position DESC) s
            JOIN (
              SELECT DISTINCT ON (customer, follow_up) customer, follow_up, name
              FROM said WHERE name <> 'follow-up.amended'
              ORDER BY customer, follow_up, effective_at DESC, position DESC) d
              USING (customer, follow_up)
            WHERE s.step IS NOT NULL AND d.name = 'follow-up.recorded'
            """
                .formatted(COUNTING))) {
      query.setArray(1, ids(customers));
      Answers.set(query, 2, now);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Gathering gathering = at(all, row);
          gathering.openSteps++;
          JsonNode due = JSON.readTree(row.getString(2)).path("due");
          if (due.isString() && LocalDate.parse(due.stringValue()).isBefore(today)) {
            gathering.overdueSteps++;
          }
        }
      }
    }
  }

  private void dates(Collection<CustomerId> customers, Map<UUID, Gathering> all)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT customer, details FROM (
              SELECT DISTINCT ON (e.customer, e.payload ->> 'date')
                e.customer, e.name, e.payload -> 'details' AS details
              FROM %s AND e.name IN ('date.set', 'date.removed')
              ORDER BY e.customer, e.payload ->> 'date', e.effective_at DESC, e.position DESC) d
            WHERE name = 'date.set'
            """
                .formatted(COUNTING))) {
      query.setArray(1, ids(customers));
      Answers.set(query, 2, now);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          LocalDate next = next(row.getString(2));
          if (next != null && !next.isAfter(today.plusDays(UPCOMING_DAYS))) {
            Gathering gathering = at(all, row);
            gathering.upcomingDates++;
            LocalDate first = gathering.nextDate;
            gathering.nextDate = first == null || next.isBefore(first) ? next : first;
          }
        }
      }
    }
  }

  private @Nullable LocalDate next(String json) {
    return next(ContractJson.plain().readValue(json, ImportantDate.class), today);
  }

  /// When the date comes up next; null if it does not, or has been erased.
  static @Nullable LocalDate next(ImportantDate date, LocalDate from) {
    return date.date() instanceof Personal.Known<LocalDate>(LocalDate day)
        ? Occurrences.next(day, date.calendar(), date.yearly(), from)
        : null;
  }

  private void contacts(Collection<CustomerId> customers, Map<UUID, Gathering> all)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT e.customer, max(e.effective_at)
            FROM %s AND e.name = 'follow-up.recorded' GROUP BY 1
            """
                .formatted(COUNTING))) {
      query.setArray(1, ids(customers));
      Answers.set(query, 2, now);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          at(all, row).lastContact = Answers.instant(row, 2);
        }
      }
    }
  }

  private void complaints(Collection<CustomerId> customers, Map<UUID, Gathering> all)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT customer FROM (
              SELECT DISTINCT ON (e.customer, e.payload->>'complaint') e.customer, e.name
              FROM %s AND e.name IN ('complaint.raised', 'complaint.resolved')
              ORDER BY e.customer, e.payload->>'complaint', e.effective_at DESC, e.position DESC) c
            WHERE name = 'complaint.raised'
            """
                .formatted(COUNTING))) {
      query.setArray(1, ids(customers));
      Answers.set(query, 2, now);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          at(all, row).openComplaints++;
        }
      }
    }
  }

  private static Gathering at(Map<UUID, Gathering> all, ResultSet row) throws SQLException {
    return all.computeIfAbsent(row.getObject(1, UUID.class), _ -> new Gathering());
  }

  private java.sql.Array ids(Collection<CustomerId> customers) throws SQLException {
    return uuids(customers.stream().map(CustomerId::value).toList());
  }

  private java.sql.Array uuids(List<UUID> ids) throws SQLException {
    return db.createArrayOf("uuid", ids.toArray());
  }
}

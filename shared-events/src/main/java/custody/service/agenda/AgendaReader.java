package custody.service.agenda;

import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.HandoverId;
import custody.contract.Holder;
import custody.contract.ProfileEvent.Calendar;
import custody.contract.RepId;
import custody.contract.Rule.PoolLimits;
import custody.contract.RuleEvent.RuleSet;
import custody.contract.RuleId;
import custody.service.agenda.CustomerFacts.Contact;
import custody.service.agenda.CustomerFacts.Exemption;
import custody.service.agenda.Tenures.Post;
import custody.service.agenda.Tenures.RepFacts;
import custody.wire.ContractJson;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the view `agenda`, which the query side keeps. It stands here because both sides judge by
/// it: the query side for lists, the command side for what rules do by themselves. What a rule
/// does is sent with the customer's version read here, so that an agenda behind the facts never
/// acts on them.
///
/// All methods read within the transaction of the connection given.
public final class AgendaReader {
  private AgendaReader() {}

  /// A next step that is open.
  public record Step(
      CustomerId customer,
      @Nullable String name,
      UUID followUp,
      @Nullable String what,
      @Nullable LocalDate due) {}

  /// An important date of a customer.
  public record Dated(
      CustomerId customer,
      @Nullable String name,
      UUID date,
      String kind,
      @Nullable String label,
      LocalDate day,
      Calendar calendar,
      boolean yearly,
      int remindDays) {}

  /// A cover that is in force.
  public record Covered(
      CustomerId customer,
      @Nullable String name,
      UUID cover,
      RepId owner,
      RepId by,
      Instant until) {}

  /// The position the agenda has reached in this snapshot; 0 if it is not there yet.
  public static long position(Connection db) throws SQLException {
    try (PreparedStatement query =
            db.prepareStatement(
                "SELECT position FROM custody.view_position WHERE view = 'agenda'");
        ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// Every rule there ever was, as it reads when, in the order of their ids.
  public static List<RuleTimeline> rules(Connection db) throws SQLException {
    Map<RuleId, List<Span<RuleVersion>>> rules = new LinkedHashMap<>();
    try (PreparedStatement query =
            db.prepareStatement(
                """
                SELECT rule, version, payload, effective_at,
                  lead(effective_at, 1, 'infinity')
                    OVER (PARTITION BY rule ORDER BY effective_at, position)
                FROM view_agenda.rule ORDER BY rule, effective_at, position
                """);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        RuleId id = new RuleId(row.getObject(1, UUID.class));
        List<Span<RuleVersion>> spans = rules.computeIfAbsent(id, _ -> new ArrayList<>());
        String payload = row.getString(3);
        Instant from = instant(row, 4);
        Instant to = instant(row, 5);
        if (payload != null && from.isBefore(to)) {
          RuleSet set = ContractJson.plain().readValue(payload, RuleSet.class);
          spans.add(
              new Span<>(from, to, new RuleVersion(id, row.getLong(2), set.name(), set.rule())));
        }
      }
    }
    List<RuleTimeline> timelines = new ArrayList<>();
    rules.forEach((id, spans) -> timelines.add(new RuleTimeline(id, spans)));
    return timelines;
  }

  /// The rules about limits of pools that hold at the time; none before there is an agenda.
  public static List<PoolLimits> limits(Connection db, Instant at) throws SQLException {
    try (PreparedStatement query =
            db.prepareStatement("SELECT to_regclass('view_agenda.rule') IS NOT NULL");
        ResultSet row = query.executeQuery()) {
      return row.next() && row.getBoolean(1) ? Limits.holding(rules(db), at) : List.of();
    }
  }

  /// A customer in a pool and a rep who had it.
  ///
  /// @param lost when the rep last ceased to have it
  public record Former(CustomerId customer, RepId rep, Instant lost) {}

  /// Who had the customers that are in pools now, and lost them after a time.
  ///
  /// @param pools empty = any
  public static List<Former> formerOwners(
      Connection db, Collection<String> pools, Instant after, Instant now) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT h.stream, was.rep, max(was.valid_to) FROM view_agenda.holder h
            JOIN view_agenda.holder was USING (stream)
            WHERE h.pool IS NOT NULL AND (h.pool = ANY (?) OR ?) AND h.valid_from <= ?
              AND h.valid_to > ? AND was.rep IS NOT NULL AND was.valid_to > ? AND was.valid_to <= ?
            GROUP BY h.stream, was.rep ORDER BY h.stream, was.rep
            """)) {
      query.setArray(1, db.createArrayOf("text", pools.toArray()));
      query.setBoolean(2, pools.isEmpty());
      set(query, 3, now);
      set(query, 4, now);
      set(query, 5, after);
      set(query, 6, now);
      List<Former> former = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          former.add(
              new Former(
                  new CustomerId(row.getObject(1, UUID.class)),
                  new RepId(row.getObject(2, UUID.class)),
                  instant(row, 3)));
        }
      }
      return former;
    }
  }

  /// The customers these reps own at the time.
  public static List<CustomerId> ownedBy(Connection db, Collection<RepId> reps, Instant at)
      throws SQLException {
    return customers(
        db,
        """
        SELECT stream FROM view_agenda.holder
        WHERE rep = ANY (?) AND valid_from <= ? AND valid_to > ? ORDER BY stream
        """,
        uuids(db, reps.stream().map(RepId::value).toList()),
        at);
  }

  /// The customers these reps owned at any moment from one time to another.
  public static List<CustomerId> ownedBetween(
      Connection db, Collection<RepId> reps, Instant from, Instant to) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT stream FROM view_agenda.holder
            WHERE rep = ANY (?) AND valid_from <= ? AND valid_to > ?
            GROUP BY stream ORDER BY stream
            """)) {
      query.setArray(1, uuids(db, reps.stream().map(RepId::value).toList()));
      set(query, 2, to);
      set(query, 3, from);
      return ids(query);
    }
  }

  /// The customers that are owned at the time by anybody, in the order of their ids.
  ///
  /// @param after those behind this one only; null = from the first
  public static List<CustomerId> owned(
      Connection db, @Nullable CustomerId after, Instant at, int limit) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT stream FROM view_agenda.holder
            WHERE rep IS NOT NULL AND stream > ? AND valid_from <= ? AND valid_to > ?
            ORDER BY stream LIMIT ?
            """)) {
      query.setObject(1, after == null ? new UUID(0, 0) : after.value());
      set(query, 2, at);
      set(query, 3, at);
      query.setInt(4, limit);
      return ids(query);
    }
  }

  /// The customers on which the rep stands in for the owner at the time.
  public static List<CustomerId> coveredBy(Connection db, RepId rep, Instant at)
      throws SQLException {
    return customers(
        db,
        """
        SELECT c.stream FROM view_agenda.cover c
        JOIN view_agenda.holder h ON h.stream = c.stream AND h.rep = c.owner
        WHERE c.rep = ANY (?) AND greatest(c.valid_from, h.valid_from) <= ?
          AND least(c.valid_to, h.valid_to) > ?
        GROUP BY c.stream ORDER BY c.stream
        """,
        uuids(db, List.of(rep.value())),
        at);
  }

  /// The customers of which the account is a steward at the time.
  public static List<CustomerId> stewardedBy(Connection db, Actor account, Instant at)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT s.stream FROM view_agenda.steward s
            JOIN view_agenda.holder h ON h.stream = s.stream
            WHERE s.account = ? AND greatest(s.valid_from, h.valid_from) <= ?
              AND least(s.valid_to, h.valid_to) > ?
            GROUP BY s.stream ORDER BY s.stream
            """)) {
      query.setString(1, account.toString());
      set(query, 2, at);
      set(query, 3, at);
      return ids(query);
    }
  }

  private static List<CustomerId> customers(Connection db, String sql, Array reps, Instant at)
      throws SQLException {
    try (PreparedStatement query = db.prepareStatement(sql)) {
      query.setArray(1, reps);
      set(query, 2, at);
      set(query, 3, at);
      return ids(query);
    }
  }

  private static List<CustomerId> ids(PreparedStatement query) throws SQLException {
    List<CustomerId> ids = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        ids.add(new CustomerId(row.getObject(1, UUID.class)));
      }
    }
    return ids;
  }

  /// What rules ask of these customers, with the latest contact of each medium and outcome only.
  ///
  /// @param at contacts behind it do not count
  public static List<CustomerFacts> facts(
      Connection db, Collection<CustomerId> customers, Instant at) throws SQLException {
    return facts(
        db,
        customers,
        """
        SELECT stream, max(occurred_at), medium, outcome FROM view_agenda.follow_up
        WHERE stream = ANY (?) AND occurred_at <= ? AND valid_from <= ? AND valid_to > ?
        GROUP BY stream, medium, outcome
        """,
        at,
        null);
  }

  /// What rules ask of these customers, with all contacts from a time on.
  ///
  /// @param at contacts behind it do not count
  public static List<CustomerFacts> history(
      Connection db, Collection<CustomerId> customers, Instant from, Instant at)
      throws SQLException {
    return facts(
        db,
        customers,
        """
        SELECT stream, occurred_at, medium, outcome FROM view_agenda.follow_up
        WHERE stream = ANY (?) AND occurred_at <= ? AND valid_from <= ? AND valid_to > ?
          AND occurred_at >= ?
        """,
        at,
        from);
  }

  private static List<CustomerFacts> facts(
      Connection db,
      Collection<CustomerId> customers,
      String contactsSql,
      Instant at,
      @Nullable Instant from)
      throws SQLException {
    Array ids = uuids(db, customers.stream().map(CustomerId::value).toList());
    Map<UUID, List<Contact>> contacts = new HashMap<>();
    try (PreparedStatement query = db.prepareStatement(contactsSql)) {
      query.setArray(1, ids);
      set(query, 2, at);
      set(query, 3, at);
      set(query, 4, at);
      if (from != null) {
        set(query, 5, from);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          contacts
              .computeIfAbsent(row.getObject(1, UUID.class), _ -> new ArrayList<>())
              .add(
                  new Contact(
                      instant(row, 2),
                      Medium.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                      row.getString(4)));
        }
      }
    }
    Map<UUID, List<Span<Holder>>> holders =
        spans(
            db,
            ids,
            "SELECT stream, valid_from, valid_to, rep, pool FROM view_agenda.holder",
            row -> {
              UUID rep = row.getObject(4, UUID.class);
              return rep == null
                  ? new Holder.Pool(row.getString(5))
                  : new Holder.Owner(new RepId(rep));
            });
    Map<UUID, List<Span<String>>> grades =
        spans(
            db,
            ids,
            "SELECT stream, valid_from, valid_to, grade FROM view_agenda.grade",
            row -> row.getString(4));
    Map<UUID, List<Span<Exemption>>> exemptions =
        spans(
            db,
            ids,
            "SELECT stream, valid_from, valid_to, rule FROM view_agenda.exemption",
            row -> {
              UUID rule = row.getObject(4, UUID.class);
              return new Exemption(rule == null ? null : new RuleId(rule));
            });
    Map<UUID, List<Span<String>>> names =
        spans(
            db,
            ids,
            "SELECT stream, valid_from, valid_to, coalesce(name, '') FROM view_agenda.name",
            row -> row.getString(4));
    Set<UUID> handedOver = handedOver(db, ids, at);
    List<CustomerFacts> facts = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT customer, version FROM view_agenda.customer WHERE customer = ANY (?)"
                + " ORDER BY customer")) {
      query.setArray(1, ids);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          UUID id = row.getObject(1, UUID.class);
          Span<String> name = Span.at(names.getOrDefault(id, List.of()), at);
          facts.add(
              new CustomerFacts(
                  new CustomerId(id),
                  row.getLong(2),
                  name == null || name.value().isEmpty() ? null : name.value(),
                  holders.getOrDefault(id, List.of()),
                  grades.getOrDefault(id, List.of()),
                  contacts.getOrDefault(id, List.of()),
                  exemptions.getOrDefault(id, List.of()),
                  handedOver.contains(id)));
        }
      }
    }
    return facts;
  }

  /// How far a customer is known here.
  ///
  /// @param inHandover whether a handover case is under way that is to move it
  public record Version(CustomerId customer, long version, boolean inHandover) {}

  /// What tells whether the facts of these customers are still the same, but for what time does.
  public static List<Version> versions(Connection db, Collection<CustomerId> customers, Instant at)
      throws SQLException {
    Array ids = uuids(db, customers.stream().map(CustomerId::value).toList());
    Set<UUID> handedOver = handedOver(db, ids, at);
    List<Version> versions = new ArrayList<>(customers.size());
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT customer, version FROM view_agenda.customer WHERE customer = ANY (?)")) {
      query.setArray(1, ids);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          UUID id = row.getObject(1, UUID.class);
          versions.add(new Version(new CustomerId(id), row.getLong(2), handedOver.contains(id)));
        }
      }
    }
    return versions;
  }

  /// When follow-ups of these customers were last before a time, and are next after it, other than
  /// they were: one may be amended from a day to come on.
  public static Map<CustomerId, List<Instant>> followUpChanges(
      Connection db, Collection<CustomerId> customers, Instant at) throws SQLException {
    Map<CustomerId, List<Instant>> changes = new HashMap<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT stream, max(change) FILTER (WHERE change <= ?), min(change) FILTER (WHERE change > ?)
            FROM view_agenda.follow_up, unnest(ARRAY[valid_from, valid_to]) change
            WHERE stream = ANY (?) GROUP BY stream
            """)) {
      set(query, 1, at);
      set(query, 2, at);
      query.setArray(3, uuids(db, customers.stream().map(CustomerId::value).toList()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          List<Instant> times = new ArrayList<>(2);
          for (int column = 2; column <= 3; column++) {
            if (row.getObject(column) != null) {
              times.add(instant(row, column));
            }
          }
          changes.put(new CustomerId(row.getObject(1, UUID.class)), times);
        }
      }
    }
    return changes;
  }

  /// The names of those of the customers who have one.
  public static Map<CustomerId, String> names(
      Connection db, Collection<CustomerId> customers, Instant at) throws SQLException {
    Map<CustomerId, String> names = new HashMap<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT stream, name FROM view_agenda.name
            WHERE stream = ANY (?) AND valid_from <= ? AND valid_to > ? AND name IS NOT NULL
            """)) {
      query.setArray(1, uuids(db, customers.stream().map(CustomerId::value).toList()));
      set(query, 2, at);
      set(query, 3, at);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.put(new CustomerId(row.getObject(1, UUID.class)), row.getString(2));
        }
      }
    }
    return names;
  }

  /// Those of the customers that cases under way are to move: until a plan is frozen all that
  /// belong to whoever hands over, then those it names.
  private static Set<UUID> handedOver(Connection db, Array ids, Instant at) throws SQLException {
    Set<UUID> customers = new HashSet<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT h.stream FROM view_agenda.holder h
            WHERE h.stream = ANY (?) AND h.valid_from <= ? AND h.valid_to > ? AND EXISTS (
              SELECT FROM view_agenda.handover c
              WHERE c.status IN ('open', 'planned') AND h.rep = ANY (c.from_reps))
            UNION ALL
            SELECT a.customer FROM view_agenda.handover_customer a
            JOIN view_agenda.handover c USING (handover)
            WHERE a.customer = ANY (?) AND c.status IN ('approved', 'running', 'undoing')
            """)) {
      query.setArray(1, ids);
      set(query, 2, at);
      set(query, 3, at);
      query.setArray(4, ids);
      ids(query).forEach(customer -> customers.add(customer.value()));
    }
    return customers;
  }

  /// A handover case that waits for a second person.
  ///
  /// @param names of those whose customers move, as far as they are known
  public record Waiting(
      HandoverId handover, List<RepId> from, List<String> names, Actor plannedBy) {}

  /// The cases that wait for an approval, the first opened first.
  public static List<Waiting> waiting(Connection db) throws SQLException {
    List<Waiting> cases = new ArrayList<>();
    try (PreparedStatement query =
            db.prepareStatement(
                """
                SELECT c.handover, c.from_reps, c.planned_by, ARRAY(
                  SELECT DISTINCT p.name FROM view_agenda.post p
                  WHERE p.stream = ANY (c.from_reps) AND p.name IS NOT NULL ORDER BY 1)
                FROM view_agenda.handover c WHERE c.status = 'planned' ORDER BY c.handover
                """);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        cases.add(
            new Waiting(
                new HandoverId(row.getObject(1, UUID.class)),
                Arrays.stream((UUID[]) row.getArray(2).getArray()).map(RepId::new).toList(),
                List.of((String[]) row.getArray(4).getArray()),
                Actor.parse(row.getString(3))));
      }
    }
    return cases;
  }

  private interface Value<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> Map<UUID, List<Span<T>>> spans(
      Connection db, Array ids, String select, Value<T> value) throws SQLException {
    Map<UUID, List<Span<T>>> spans = new HashMap<>();
    try (PreparedStatement query =
        db.prepareStatement(select + " WHERE stream = ANY (?) ORDER BY stream, valid_from")) {
      query.setArray(1, ids);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          spans
              .computeIfAbsent(row.getObject(1, UUID.class), _ -> new ArrayList<>())
              .add(new Span<>(instant(row, 2), instant(row, 3), value.of(row)));
        }
      }
    }
    return spans;
  }

  /// Next steps of one rep's customers that should have been done.
  ///
  /// @param first the earliest day
  record Late(RepId rep, LocalDate first, long count) {}

  /// Those of the customers these reps own, due before a day.
  static List<Late> lateSteps(Connection db, Collection<RepId> reps, LocalDate today, Instant at)
      throws SQLException {
    List<Late> late = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT h.rep, min(f.step_due), count(*)
            FROM view_agenda.holder h
            JOIN view_agenda.follow_up f ON f.stream = h.stream AND f.open_step
            WHERE h.rep = ANY (?) AND h.valid_from <= ? AND h.valid_to > ?
              AND f.valid_from <= ? AND f.valid_to > ? AND f.step_due < ?
            GROUP BY h.rep ORDER BY h.rep
            """)) {
      query.setArray(1, uuids(db, reps.stream().map(RepId::value).toList()));
      for (int i = 2; i <= 5; i++) {
        set(query, i, at);
      }
      query.setObject(6, today);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          late.add(
              new Late(
                  new RepId(row.getObject(1, UUID.class)),
                  row.getObject(2, LocalDate.class),
                  row.getLong(3)));
        }
      }
    }
    return late;
  }

  /// The open next steps of these customers at the time, the first due first; those without a day
  /// come last.
  public static List<Step> openSteps(Connection db, Collection<CustomerId> customers, Instant at)
      throws SQLException {
    List<Step> steps = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT f.stream, n.name, f.item::uuid, f.step, f.step_due
            FROM view_agenda.follow_up f
            LEFT JOIN view_agenda.name n
              ON n.stream = f.stream AND n.valid_from <= ? AND n.valid_to > ?
            WHERE f.stream = ANY (?) AND f.open_step AND f.valid_from <= ? AND f.valid_to > ?
            ORDER BY f.step_due NULLS LAST, f.stream, f.item
            """)) {
      set(query, 1, at);
      set(query, 2, at);
      query.setArray(3, uuids(db, customers.stream().map(CustomerId::value).toList()));
      set(query, 4, at);
      set(query, 5, at);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          steps.add(
              new Step(
                  new CustomerId(row.getObject(1, UUID.class)),
                  row.getString(2),
                  row.getObject(3, UUID.class),
                  row.getString(4),
                  row.getObject(5, LocalDate.class)));
        }
      }
    }
    return steps;
  }

  /// The important dates of these customers at the time.
  public static List<Dated> dates(Connection db, Collection<CustomerId> customers, Instant at)
      throws SQLException {
    List<Dated> dates = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT d.stream, n.name, d.item::uuid, d.kind, d.label, d.day, d.calendar, d.yearly,
              d.remind_days
            FROM view_agenda.important_date d
            LEFT JOIN view_agenda.name n
              ON n.stream = d.stream AND n.valid_from <= ? AND n.valid_to > ?
            WHERE d.stream = ANY (?) AND d.valid_from <= ? AND d.valid_to > ?
            ORDER BY d.stream, d.item
            """)) {
      set(query, 1, at);
      set(query, 2, at);
      query.setArray(3, uuids(db, customers.stream().map(CustomerId::value).toList()));
      set(query, 4, at);
      set(query, 5, at);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          dates.add(
              new Dated(
                  new CustomerId(row.getObject(1, UUID.class)),
                  row.getString(2),
                  row.getObject(3, UUID.class),
                  row.getString(4),
                  row.getString(5),
                  row.getObject(6, LocalDate.class),
                  Calendar.valueOf(row.getString(7)),
                  row.getBoolean(8),
                  row.getInt(9)));
        }
      }
    }
    return dates;
  }

  /// The covers in force at the time that the rep gives as owner or has taken over.
  public static List<Covered> covers(Connection db, RepId rep, Instant at) throws SQLException {
    List<Covered> covers = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT c.stream, n.name, c.item::uuid, c.owner, c.rep, c.valid_to
            FROM view_agenda.cover c
            JOIN view_agenda.holder h ON h.stream = c.stream AND h.rep = c.owner
              AND h.valid_from <= ? AND h.valid_to > ?
            LEFT JOIN view_agenda.name n
              ON n.stream = c.stream AND n.valid_from <= ? AND n.valid_to > ?
            WHERE (c.rep = ? OR c.owner = ?) AND c.valid_from <= ? AND c.valid_to > ?
            ORDER BY c.valid_to, c.stream, c.item
            """)) {
      set(query, 1, at);
      set(query, 2, at);
      set(query, 3, at);
      set(query, 4, at);
      query.setObject(5, rep.value());
      query.setObject(6, rep.value());
      set(query, 7, at);
      set(query, 8, at);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          covers.add(
              new Covered(
                  new CustomerId(row.getObject(1, UUID.class)),
                  row.getString(2),
                  row.getObject(3, UUID.class),
                  new RepId(row.getObject(4, UUID.class)),
                  new RepId(row.getObject(5, UUID.class)),
                  instant(row, 6)));
        }
      }
    }
    return covers;
  }

  /// Reps and their posts, in the order of their ids.
  ///
  /// @param only this one; null = all
  public static List<RepFacts> reps(Connection db, @Nullable RepId only) throws SQLException {
    Map<UUID, List<Span<Post>>> posts = new LinkedHashMap<>();
    Map<UUID, String> names = new HashMap<>();
    Set<UUID> inHandover = new HashSet<>();
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT stream, valid_from, valid_to, team, territory, name, EXISTS (SELECT FROM"
                + " view_agenda.handover c WHERE stream = ANY (c.from_reps) AND c.status IN"
                + " ('open', 'planned', 'approved', 'running')) FROM view_agenda.post"
                + (only == null ? "" : " WHERE stream = ?")
                + " ORDER BY stream, valid_from")) {
      if (only != null) {
        query.setObject(1, only.value());
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          UUID rep = row.getObject(1, UUID.class);
          posts
              .computeIfAbsent(rep, _ -> new ArrayList<>())
              .add(
                  new Span<>(
                      instant(row, 2),
                      instant(row, 3),
                      new Post(row.getString(4), row.getString(5))));
          if (row.getBoolean(7)) {
            inHandover.add(rep);
          }
          String name = row.getString(6);
          if (name != null) {
            names.put(rep, name);
          }
        }
      }
    }
    List<RepFacts> reps = new ArrayList<>();
    posts.forEach(
        (rep, spans) ->
            reps.add(
                new RepFacts(new RepId(rep), names.get(rep), spans, inHandover.contains(rep))));
    return reps;
  }

  private static Array uuids(Connection db, List<UUID> ids) throws SQLException {
    return db.createArrayOf("uuid", ids.toArray());
  }

  private static void set(PreparedStatement query, int index, Instant at) throws SQLException {
    query.setObject(index, at.atOffset(ZoneOffset.UTC));
  }

  /// {@link Span#FOR_EVER} for `infinity`.
  private static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at.equals(OffsetDateTime.MAX) ? Span.FOR_EVER : at.toInstant();
  }
}

package custody.service.agenda;

import static custody.service.agenda.AgendaRows.each;
import static custody.service.agenda.AgendaRows.ids;
import static custody.service.agenda.AgendaRows.instant;
import static custody.service.agenda.AgendaRows.list;

import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.contract.RuleId;
import custody.service.agenda.CustomerFacts.Contact;
import custody.service.agenda.CustomerFacts.Exemption;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What rules ask of customers, as the view `agenda` has it. All within the transaction of the
/// connection given.
public final class FactsReader {
  private FactsReader() {}

  /// What rules ask of these customers, with the latest contact of each medium and outcome only.
  ///
  /// @param at contacts behind it do not count
  public static List<CustomerFacts> facts(
      Connection db, Collection<CustomerId> customers, Instant at) throws SQLException {
    Array ids = ids(db, customers);
    return facts(
        db,
        ids,
        at,
        contacts(
            db,
            """
            SELECT stream, max(occurred_at), medium, outcome FROM view_agenda.follow_up
            WHERE stream = ANY (?) AND occurred_at <= ? AND valid_from <= ? AND valid_to > ?
            GROUP BY stream, medium, outcome
            """,
            ids,
            at,
            at,
            at));
  }

  /// What rules ask of these customers, with all contacts from a time on.
  ///
  /// @param at contacts behind it do not count
  public static List<CustomerFacts> history(
      Connection db, Collection<CustomerId> customers, Instant from, Instant at)
      throws SQLException {
    Array ids = ids(db, customers);
    return facts(
        db,
        ids,
        at,
        contacts(
            db,
            """
            SELECT stream, occurred_at, medium, outcome FROM view_agenda.follow_up
            WHERE stream = ANY (?) AND occurred_at <= ? AND valid_from <= ? AND valid_to > ?
              AND occurred_at >= ?
            """,
            ids,
            at,
            at,
            at,
            from));
  }

  /// How far a customer is known here.
  ///
  /// @param inHandover whether a handover case is under way that is to move it
  public record Version(CustomerId customer, long version, boolean inHandover) {}

  /// What tells whether the facts of these customers are still the same, but for what time does.
  public static List<Version> versions(Connection db, Collection<CustomerId> customers, Instant at)
      throws SQLException {
    Array ids = ids(db, customers);
    Set<CustomerId> handedOver = handedOver(db, ids, at);
    return list(
        db,
        "SELECT customer, version FROM view_agenda.customer WHERE customer = ANY (?)",
        row -> {
          CustomerId id = AgendaRows.customer(row);
          return new Version(id, row.getLong(2), handedOver.contains(id));
        },
        ids);
  }

  /// When follow-ups of these customers were last before a time, and are next after it, other than
  /// they were: one may be amended from a day to come on.
  public static Map<CustomerId, List<Instant>> followUpChanges(
      Connection db, Collection<CustomerId> customers, Instant at) throws SQLException {
    Map<CustomerId, List<Instant>> changes = new HashMap<>();
    each(
        db,
        """
        SELECT stream, max(change) FILTER (WHERE change <= ?), min(change) FILTER (WHERE change > ?)
        FROM view_agenda.follow_up, unnest(ARRAY[valid_from, valid_to]) change
        WHERE stream = ANY (?) GROUP BY stream
        """,
        row -> {
          List<Instant> times = new ArrayList<>(2);
          for (int column = 2; column <= 3; column++) {
            if (row.getObject(column) != null) {
              times.add(instant(row, column));
            }
          }
          changes.put(AgendaRows.customer(row), times);
        },
        at,
        at,
        ids(db, customers));
    return changes;
  }

  /// The names of those of the customers who have one.
  public static Map<CustomerId, String> names(
      Connection db, Collection<CustomerId> customers, Instant at) throws SQLException {
    Map<CustomerId, String> names = new HashMap<>();
    each(
        db,
        """
        SELECT stream, name FROM view_agenda.name
        WHERE stream = ANY (?) AND valid_from <= ? AND valid_to > ? AND name IS NOT NULL
        """,
        row -> names.put(AgendaRows.customer(row), row.getString(2)),
        ids(db, customers),
        at,
        at);
    return names;
  }

  private static Map<CustomerId, List<Contact>> contacts(
      Connection db, String sql, Object... parameters) throws SQLException {
    Map<CustomerId, List<Contact>> contacts = new HashMap<>();
    each(
        db,
        sql,
        row ->
            contacts
                .computeIfAbsent(AgendaRows.customer(row), _ -> new ArrayList<>())
                .add(
                    new Contact(
                        instant(row, 2),
                        Medium.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                        row.getString(4))),
        parameters);
    return contacts;
  }

  private static List<CustomerFacts> facts(
      Connection db, Array ids, Instant at, Map<CustomerId, List<Contact>> contacts)
      throws SQLException {
    Map<CustomerId, List<Span<Holder>>> holders =
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
    Map<CustomerId, List<Span<String>>> grades =
        spans(
            db,
            ids,
            "SELECT stream, valid_from, valid_to, grade FROM view_agenda.grade",
            row -> row.getString(4));
    Map<CustomerId, List<Span<Exemption>>> exemptions =
        spans(
            db,
            ids,
            "SELECT stream, valid_from, valid_to, rule FROM view_agenda.exemption",
            row -> {
              UUID rule = row.getObject(4, UUID.class);
              return new Exemption(rule == null ? null : new RuleId(rule));
            });
    Map<CustomerId, List<Span<String>>> names =
        spans(
            db,
            ids,
            "SELECT stream, valid_from, valid_to, coalesce(name, '') FROM view_agenda.name",
            row -> row.getString(4));
    Set<CustomerId> handedOver = handedOver(db, ids, at);
    return list(
        db,
        "SELECT customer, version FROM view_agenda.customer WHERE customer = ANY (?)"
            + " ORDER BY customer",
        row -> {
          CustomerId id = AgendaRows.customer(row);
          return new CustomerFacts(
              id,
              row.getLong(2),
              name(names.getOrDefault(id, List.of()), at),
              holders.getOrDefault(id, List.of()),
              grades.getOrDefault(id, List.of()),
              contacts.getOrDefault(id, List.of()),
              exemptions.getOrDefault(id, List.of()),
              handedOver.contains(id));
        },
        ids);
  }

  private static @Nullable String name(List<Span<String>> names, Instant at) {
    Span<String> name = Span.at(names, at);
    return name == null || name.value().isEmpty() ? null : name.value();
  }

  private static <T> Map<CustomerId, List<Span<T>>> spans(
      Connection db, Array ids, String select, AgendaRows.Value<T> value) throws SQLException {
    Map<CustomerId, List<Span<T>>> spans = new HashMap<>();
    each(
        db,
        select + " WHERE stream = ANY (?) ORDER BY stream, valid_from",
        row ->
            spans
                .computeIfAbsent(AgendaRows.customer(row), _ -> new ArrayList<>())
                .add(new Span<>(instant(row, 2), instant(row, 3), value.of(row))),
        ids);
    return spans;
  }

  /// Those of the customers that cases under way are to move: until a plan is frozen all that
  /// belong to whoever hands over, then those it names.
  private static Set<CustomerId> handedOver(Connection db, Array ids, Instant at)
      throws SQLException {
    return new HashSet<>(
        list(
            db,
            """
            SELECT h.stream FROM view_agenda.holder h
            WHERE h.stream = ANY (?) AND h.valid_from <= ? AND h.valid_to > ? AND EXISTS (
              SELECT FROM view_agenda.handover c
              WHERE c.status IN ('open', 'planned') AND h.rep = ANY (c.from_reps))
            UNION ALL
            SELECT a.customer FROM view_agenda.handover_customer a
            JOIN view_agenda.handover c USING (handover)
            WHERE a.customer = ANY (?) AND c.status IN ('approved', 'running', 'undoing')
            """,
            AgendaRows::customer,
            ids,
            at,
            at,
            ids));
  }
}

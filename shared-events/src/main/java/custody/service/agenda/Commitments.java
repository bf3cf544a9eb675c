package custody.service.agenda;

import static custody.service.agenda.AgendaRows.ids;
import static custody.service.agenda.AgendaRows.instant;
import static custody.service.agenda.AgendaRows.list;

import custody.contract.CustomerId;
import custody.contract.ProfileEvent.Calendar;
import custody.contract.RepId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What customers may expect to be done, as the view `agenda` has it: next steps that are open,
/// important dates, and covers. All within the transaction of the connection given.
public final class Commitments {
  private Commitments() {}

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

  /// Next steps of one rep's customers that should have been done.
  ///
  /// @param first the earliest day
  record Late(RepId rep, LocalDate first, long count) {}

  /// Those of the customers these reps own, due before a day.
  static List<Late> lateSteps(Connection db, Collection<RepId> reps, LocalDate today, Instant at)
      throws SQLException {
    return list(
        db,
        """
        SELECT h.rep, min(f.step_due), count(*)
        FROM view_agenda.holder h
        JOIN view_agenda.follow_up f ON f.stream = h.stream AND f.open_step
        WHERE h.rep = ANY (?) AND h.valid_from <= ? AND h.valid_to > ?
          AND f.valid_from <= ? AND f.valid_to > ? AND f.step_due < ?
        GROUP BY h.rep ORDER BY h.rep
        """,
        row ->
            new Late(
                new RepId(row.getObject(1, UUID.class)),
                row.getObject(2, LocalDate.class),
                row.getLong(3)),
        ids(db, reps),
        at,
        at,
        at,
        at,
        today);
  }

  /// The open next steps of these customers at the time, the first due first; those without a day
  /// come last.
  public static List<Step> openSteps(Connection db, Collection<CustomerId> customers, Instant at)
      throws SQLException {
    return list(
        db,
        """
        SELECT f.stream, n.name, f.item::uuid, f.step, f.step_due
        FROM view_agenda.follow_up f
        LEFT JOIN view_agenda.name n
          ON n.stream = f.stream AND n.valid_from <= ? AND n.valid_to > ?
        WHERE f.stream = ANY (?) AND f.open_step AND f.valid_from <= ? AND f.valid_to > ?
        ORDER BY f.step_due NULLS LAST, f.stream, f.item
        """,
        row ->
            new Step(
                AgendaRows.customer(row),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getObject(5, LocalDate.class)),
        at,
        at,
        ids(db, customers),
        at,
        at);
  }

  /// The important dates of these customers at the time.
  public static List<Dated> dates(Connection db, Collection<CustomerId> customers, Instant at)
      throws SQLException {
    return list(
        db,
        """
        SELECT d.stream, n.name, d.item::uuid, d.kind, d.label, d.day, d.calendar, d.yearly,
          d.remind_days
        FROM view_agenda.important_date d
        LEFT JOIN view_agenda.name n
          ON n.stream = d.stream AND n.valid_from <= ? AND n.valid_to > ?
        WHERE d.stream = ANY (?) AND d.valid_from <= ? AND d.valid_to > ?
        ORDER BY d.stream, d.item
        """,
        row ->
            new Dated(
                AgendaRows.customer(row),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getString(5),
                row.getObject(6, LocalDate.class),
                Calendar.valueOf(row.getString(7)),
                row.getBoolean(8),
                row.getInt(9)),
        at,
        at,
        ids(db, customers),
        at,
        at);
  }

  /// The covers in force at the time that the rep gives as owner or has taken over.
  public static List<Covered> covers(Connection db, RepId rep, Instant at) throws SQLException {
    return list(
        db,
        """
        SELECT c.stream, n.name, c.item::uuid, c.owner, c.rep, c.valid_to
        FROM view_agenda.cover c
        JOIN view_agenda.holder h ON h.stream = c.stream AND h.rep = c.owner
          AND h.valid_from <= ? AND h.valid_to > ?
        LEFT JOIN view_agenda.name n
          ON n.stream = c.stream AND n.valid_from <= ? AND n.valid_to > ?
        WHERE (c.rep = ? OR c.owner = ?) AND c.valid_from <= ? AND c.valid_to > ?
        ORDER BY c.valid_to, c.stream, c.item
        """,
        row ->
            new Covered(
                AgendaRows.customer(row),
                row.getString(2),
                row.getObject(3, UUID.class),
                new RepId(row.getObject(4, UUID.class)),
                new RepId(row.getObject(5, UUID.class)),
                instant(row, 6)),
        at,
        at,
        at,
        at,
        rep,
        rep,
        at,
        at);
  }
}

package custody.service.agenda;

import static custody.service.agenda.AgendaRows.each;
import static custody.service.agenda.AgendaRows.ids;
import static custody.service.agenda.AgendaRows.instant;
import static custody.service.agenda.AgendaRows.list;
import static custody.service.agenda.AgendaRows.portions;

import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.contract.RepId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Whose the customers are, as the view `agenda` has it. All within the transaction of the
/// connection given.
public final class Holdings {
  private Holdings() {}

  /// A customer in a pool and a rep who had it.
  ///
  /// @param lost when the rep last ceased to have it
  public record Former(CustomerId customer, RepId rep, Instant lost) {}

  /// Who had the customers that are in pools now, and lost them after a time.
  ///
  /// @param pools empty = any
  public static void formerOwners(
      Connection db, Collection<String> pools, Instant after, Instant now, Consumer<Former> former)
      throws SQLException {
    each(
        db,
        """
        SELECT h.stream, was.rep, max(was.valid_to) FROM view_agenda.holder h
        JOIN view_agenda.holder was USING (stream)
        WHERE h.pool IS NOT NULL AND (h.pool = ANY (?) OR ?) AND h.valid_from <= ?
          AND h.valid_to > ? AND was.rep IS NOT NULL AND was.valid_to > ? AND was.valid_to <= ?
        GROUP BY h.stream, was.rep ORDER BY h.stream, was.rep
        """,
        row ->
            former.accept(
                new Former(
                    AgendaRows.customer(row),
                    new RepId(row.getObject(2, UUID.class)),
                    instant(row, 3))),
        db.createArrayOf("text", pools.toArray()),
        pools.isEmpty(),
        now,
        now,
        after,
        now);
  }

  /// What is done with a thousand customers of any number.
  public interface Portion {
    void use(List<CustomerId> customers) throws SQLException;
  }

  /// The customers these reps own at the time, in no order. A company may have millions, so within
  /// a transaction only a thousand are in memory.
  public static void ownedBy(Connection db, Collection<RepId> reps, Instant at, Portion portion)
      throws SQLException {
    portions(
        db,
        """
        SELECT stream FROM view_agenda.holder
        WHERE rep = ANY (?) AND valid_from <= ? AND valid_to > ?
        """,
        portion,
        ids(db, reps),
        at,
        at);
  }

  /// The customers these reps owned at any moment from one time to another, each once; else the
  /// same.
  public static void ownedBetween(
      Connection db, Collection<RepId> reps, Instant from, Instant to, Portion portion)
      throws SQLException {
    portions(
        db,
        """
        SELECT stream FROM view_agenda.holder
        WHERE rep = ANY (?) AND valid_from <= ? AND valid_to > ? GROUP BY stream
        """,
        portion,
        ids(db, reps),
        to,
        from);
  }

  /// The customers that are owned at the time by anybody, in the order of their ids.
  ///
  /// @param after those behind this one only; null = from the first
  public static List<CustomerId> owned(
      Connection db, @Nullable CustomerId after, Instant at, int limit) throws SQLException {
    return list(
        db,
        """
        SELECT stream FROM view_agenda.holder
        WHERE rep IS NOT NULL AND stream > ? AND valid_from <= ? AND valid_to > ?
        ORDER BY stream LIMIT ?
        """,
        AgendaRows::customer,
        after == null ? new UUID(0, 0) : after,
        at,
        at,
        limit);
  }

  /// The customers on which the rep stands in for the owner at the time.
  public static List<CustomerId> coveredBy(Connection db, RepId rep, Instant at)
      throws SQLException {
    return list(
        db,
        """
        SELECT c.stream FROM view_agenda.cover c
        JOIN view_agenda.holder h ON h.stream = c.stream AND h.rep = c.owner
        WHERE c.rep = ? AND greatest(c.valid_from, h.valid_from) <= ?
          AND least(c.valid_to, h.valid_to) > ?
        GROUP BY c.stream ORDER BY c.stream
        """,
        AgendaRows::customer,
        rep,
        at,
        at);
  }

  /// The customers of which the account is a steward at the time.
  public static List<CustomerId> stewardedBy(Connection db, Actor account, Instant at)
      throws SQLException {
    return list(
        db,
        """
        SELECT s.stream FROM view_agenda.steward s
        JOIN view_agenda.holder h ON h.stream = s.stream
        WHERE s.account = ? AND greatest(s.valid_from, h.valid_from) <= ?
          AND least(s.valid_to, h.valid_to) > ?
        GROUP BY s.stream ORDER BY s.stream
        """,
        AgendaRows::customer,
        account.toString(),
        at,
        at);
  }
}

package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.service.agenda.Tenures.RepFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One person's inbox: everything that reminds them of something, in the order of days. It is made
/// anew from facts each time it is looked at, so nothing has to be sent, kept or caught up with;
/// only what the person marked as done or put off is remembered.
public final class Inbox {
  /// Customers whose facts are in memory.
  private static final int AT_ONCE = 1_000;

  private Inbox() {}

  /// What the person has to do with all that is theirs; nothing if it is a rep who has not joined
  /// or has left.
  ///
  /// @param judge of what a manager's team has
  public static List<Entry> whole(
      Connection db, Person person, Instant now, Days days, int ahead, Judge judge)
      throws SQLException {
    RepId rep = person.rep();
    if (rep != null
        && AgendaReader.reps(db, rep).stream().noneMatch(facts -> facts.postAt(now) != null)) {
      return List.of();
    }
    return of(db, person, customers(db, person, now), now, days, ahead, judge);
  }

  /// Those the person owns, covers, or looks after as a steward.
  public static Collection<CustomerId> customers(Connection db, Person person, Instant now)
      throws SQLException {
    Set<CustomerId> customers = new LinkedHashSet<>();
    RepId rep = person.rep();
    if (rep != null) {
      Holdings.ownedBy(db, List.of(rep), now, customers::addAll);
      customers.addAll(Holdings.coveredBy(db, rep, now));
    }
    customers.addAll(Holdings.stewardedBy(db, person.account(), now));
    return customers;
  }

  /// What the person has to do, marked entries left out.
  ///
  /// @param customers those they own, cover or look after as a steward, and may see
  /// @param ahead how many days to look ahead for what is due by a day; warnings and important
  ///     dates say themselves how early they come
  /// @param judge of what a manager's team has
  public static List<Entry> of(
      Connection db,
      Person person,
      Collection<CustomerId> customers,
      Instant now,
      Days days,
      int ahead,
      Judge judge)
      throws SQLException {
    LocalDate today = days.of(now);
    Entries entries = new Entries(days, today, ahead);
    List<RuleTimeline> rules = AgendaReader.rules(db);
    List<CustomerId> all = List.copyOf(customers);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<CustomerId> page = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      for (CustomerFacts facts : FactsReader.facts(db, page, now)) {
        for (RuleTimeline rule : rules) {
          Effect effect = Effect.of(rule, facts, now, days);
          if (effect != null) {
            entries.add(effect, facts.customer());
          }
        }
      }
    }
    Commitments.openSteps(db, customers, now).forEach(entries::add);
    Commitments.dates(db, customers, now).forEach(entries::add);
    RepId rep = person.rep();
    if (rep != null) {
      for (RepFacts facts : AgendaReader.reps(db, rep)) {
        for (RuleTimeline rule : rules) {
          Effect effect = Effect.of(rule, facts, now, days);
          if (effect != null) {
            entries.add(effect, rep, null);
          }
        }
      }
      Set<CustomerId> among = Set.copyOf(customers);
      Commitments.covers(db, rep, now).stream()
          .filter(cover -> among.contains(cover.customer()))
          .forEach(entries::add);
    }
    if (person.isManager()) {
      TeamEntries.add(entries, db, person, rules, now, days, judge);
    }
    Map<String, Mark> marks = marks(db, person);
    return entries.all().stream()
        .filter(entry -> !isHidden(marks.get(entry.id()), today))
        .sorted(Comparator.comparing(Entry::place))
        .toList();
  }

  /// @param until null = done; else it comes back on this day
  private record Mark(@Nullable LocalDate until) {}

  private static boolean isHidden(@Nullable Mark mark, LocalDate today) {
    return mark != null && (mark.until() == null || mark.until().isAfter(today));
  }

  private static Map<String, Mark> marks(Connection db, Person person) throws SQLException {
    Map<String, Mark> marks = new HashMap<>();
    try (PreparedStatement query =
        db.prepareStatement("SELECT entry, until FROM custody.inbox_mark WHERE account = ?")) {
      query.setString(1, person.account().toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          marks.put(row.getString(1), new Mark(row.getObject(2, LocalDate.class)));
        }
      }
    }
    return marks;
  }
}

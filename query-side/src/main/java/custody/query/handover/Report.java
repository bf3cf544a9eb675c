package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverId;
import custody.contract.Holder;
import custody.query.Answers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of the customers of a case.
final class Report {
  private static final List<Integer> DAYS = List.of(30, 90, 180);

  private Report() {}

  /// @param remaining customers still with those whose customers were to move
  /// @param leftAlone customers that were not moved or not given back, by reason
  /// @param churn what was lost since, by whose customer it was at the time
  record Told(
      HandoverId handover,
      String status,
      Instant asOf,
      int customers,
      int moved,
      int failed,
      int returned,
      int kept,
      int remaining,
      Map<String, Integer> leftAlone,
      List<Receiving> receivers,
      List<Churn> churn) {}

  /// @param contacted those that were contacted since they moved, and in time
  /// @param overdue those that were not, although the deadline has passed
  record Receiving(
      Holder to, int customers, int contacted, int inTime, int overdue, List<Retention> after) {}

  /// How many were lost or kept so many days after they moved.
  ///
  /// @param kept null until that day has come
  record Retention(int days, @Nullable Integer kept, @Nullable Integer lost) {}

  /// @param yearlyCost by currency; what was lost without a figure counts in customers only
  record Churn(Holder owner, int customers, Map<String, BigDecimal> yearlyCost) {}

  private record Loss(
      CustomerId customer,
      Instant at,
      boolean lost,
      @Nullable BigDecimal amount,
      @Nullable String currency,
      @Nullable Holder owner) {}

  static Told of(
      Connection db,
      Handover handover,
      List<Moved> all,
      int remaining,
      Instant asOf,
      LocalDate today,
      java.time.ZoneId zone)
      throws SQLException {
    Map<CustomerId, List<Loss>> losses = losses(db, handover, asOf);
    Map<Holder, List<Moved>> receiving = new LinkedHashMap<>();
    Map<String, Integer> leftAlone = new TreeMap<>();
    for (Moved moved : all) {
      if (moved.isWithReceiver()) {
        receiving.computeIfAbsent(moved.to(), _ -> new ArrayList<>()).add(moved);
      }
      if (moved.code() != null) {
        leftAlone.merge(moved.code(), 1, Integer::sum);
      }
    }
    List<Receiving> receivers = new ArrayList<>();
    receiving.forEach(
        (to, customers) ->
            receivers.add(receiving(to, customers, handover, losses, asOf, today, zone)));
    return new Told(
        handover.id(),
        handover.status().name().toLowerCase(java.util.Locale.ROOT),
        asOf,
        handover.customers(),
        handover.moved(),
        handover.failed(),
        handover.returned(),
        handover.kept(),
        remaining,
        leftAlone,
        receivers,
        churn(losses));
  }

  private static Receiving receiving(
      Holder to,
      List<Moved> customers,
      Handover handover,
      Map<CustomerId, List<Loss>> losses,
      Instant asOf,
      LocalDate today,
      java.time.ZoneId zone) {
    int contacted = 0;
    int inTime = 0;
    int overdue = 0;
    for (Moved moved : customers) {
      Instant at = moved.contactedAt();
      if (at != null) {
        contacted++;
        LocalDate due = moved.contactDue();
        if (due != null && !at.atZone(zone).toLocalDate().isAfter(due)) {
          inTime++;
        }
      } else if (moved.isOverdue(today)) {
        overdue++;
      }
    }
    List<Retention> after = new ArrayList<>();
    Instant movedAt = handover.moveAt();
    for (int days : DAYS) {
      Instant then = movedAt == null ? asOf : movedAt.atZone(zone).plusDays(days).toInstant();
      if (movedAt == null || then.isAfter(asOf)) {
        after.add(new Retention(days, null, null));
        continue;
      }
      int lost = 0;
      for (Moved moved : customers) {
        lost += isLost(losses.getOrDefault(moved.customer(), List.of()), then) ? 1 : 0;
      }
      after.add(new Retention(days, customers.size() - lost, lost));
    }
    return new Receiving(to, customers.size(), contacted, inTime, overdue, after);
  }

  private static boolean isLost(List<Loss> losses, Instant at) {
    boolean lost = false;
    for (Loss loss : losses) {
      if (!loss.at().isAfter(at)) {
        lost = loss.lost();
      }
    }
    return lost;
  }

  private static List<Churn> churn(Map<CustomerId, List<Loss>> losses) {
    Map<Holder, Integer> customers = new LinkedHashMap<>();
    Map<Holder, Map<String, BigDecimal>> costs = new HashMap<>();
    for (List<Loss> all : losses.values()) {
      for (Loss loss : all) {
        Holder owner = loss.owner();
        if (loss.lost() && owner != null) {
          customers.merge(owner, 1, Integer::sum);
          if (loss.amount() != null && loss.currency() != null) {
            costs
                .computeIfAbsent(owner, _ -> new TreeMap<>())
                .merge(loss.currency(), loss.amount(), BigDecimal::add);
          }
        }
      }
    }
    List<Churn> churn = new ArrayList<>();
    customers.forEach(
        (owner, number) ->
            churn.add(new Churn(owner, number, costs.getOrDefault(owner, Map.of()))));
    return churn;
  }

  /// In effective order, with whose customer it was at the time.
  private static Map<CustomerId, List<Loss>> losses(Connection db, Handover handover, Instant asOf)
      throws SQLException {
    Map<CustomerId, List<Loss>> losses = new LinkedHashMap<>();
    Instant movedAt = handover.moveAt();
    if (movedAt == null) {
      return losses;
    }
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT e.customer, e.effective_at, e.name, (e.payload->'yearlyCost'->>'amount')::numeric,
              e.payload->'yearlyCost'->>'currency', h.rep, h.pool
            FROM view_handovers.allotted a
            JOIN view_history.event e ON e.customer = a.customer
              AND e.name IN ('churn.recorded', 'churn.won-back') AND e.voided_at IS NULL
              AND e.effective_at >= ? AND e.effective_at <= ?
            LEFT JOIN view_ownership.held h ON h.customer = e.customer
              AND h.known_to = 'infinity' AND h.valid_from <= e.effective_at
              AND h.valid_to > e.effective_at
            WHERE a.handover = ? AND a.state IN ('moved', 'kept')
            ORDER BY e.customer, e.effective_at, e.position
            """)) {
      Answers.set(query, 1, movedAt);
      Answers.set(query, 2, asOf);
      query.setObject(3, handover.id().value());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          CustomerId customer = new CustomerId(row.getObject(1, UUID.class));
          Instant at = Answers.instant(row, 2);
          UUID rep = row.getObject(6, UUID.class);
          String pool = row.getString(7);
          losses
              .computeIfAbsent(customer, _ -> new ArrayList<>())
              .add(
                  new Loss(
                      customer,
                      at == null ? asOf : at,
                      row.getString(3).equals("churn.recorded"),
                      row.getBigDecimal(4),
                      row.getString(5),
                      rep != null
                          ? new Holder.Owner(new custody.contract.RepId(rep))
                          : pool != null ? new Holder.Pool(pool) : null));
        }
      }
    }
    return losses;
  }
}

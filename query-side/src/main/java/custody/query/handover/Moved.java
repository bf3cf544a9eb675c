package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.sight.Condition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A customer of a frozen plan, and whether its receiver has been in touch.
///
/// @param state planned, moved, failed, returned, kept
/// @param code why it was left alone
/// @param contactDue the day by which the receiver is to contact it; null until it moves
/// @param contactedAt the first follow-up after it moved
record Moved(
    CustomerId customer,
    RepId from,
    Holder to,
    String state,
    @Nullable String code,
    @Nullable LocalDate contactDue,
    @Nullable Instant contactedAt) {
  static final List<String> STATES = List.of("planned", "moved", "failed", "returned", "kept");

  /// Whether it is with its receiver by this case.
  boolean isWithReceiver() {
    return state.equals("moved") || state.equals("kept");
  }

  boolean isOverdue(LocalDate today) {
    return isWithReceiver()
        && contactedAt == null
        && contactDue != null
        && to instanceof Holder.Owner
        && contactDue.isBefore(today);
  }

  /// @param receiver null = all
  /// @param customer null = all
  /// @param visible of `a.customer`
  /// @param asOf contacts up to then count
  static List<Moved> of(
      Connection db,
      Handover handover,
      @Nullable RepId receiver,
      @Nullable CustomerId customer,
      Condition visible,
      Instant asOf,
      ZoneId zone)
      throws SQLException {
    List<Condition> conditions = new ArrayList<>(List.of(visible));
    if (receiver != null) {
      conditions.add(new Condition("a.to_rep = ?", List.of(receiver.value())));
    }
    if (customer != null) {
      conditions.add(new Condition("a.customer = ?", List.of(customer.value())));
    }
    return read(db, handover, conditions, "", asOf, zone);
  }

  /// @param state null = all
  /// @param after those behind this one only; null = from the first
  static List<Moved> page(
      Connection db,
      Handover handover,
      @Nullable String state,
      @Nullable CustomerId after,
      int limit,
      Condition visible,
      Instant asOf,
      ZoneId zone)
      throws SQLException {
    List<Condition> conditions = new ArrayList<>(List.of(visible));
    if (state != null) {
      conditions.add(new Condition("a.state = ?", List.of(state)));
    }
    if (after != null) {
      conditions.add(new Condition("a.customer > ?", List.of(after.value())));
    }
    return read(db, handover, conditions, " LIMIT " + limit, asOf, zone);
  }

  private static List<Moved> read(
      Connection db,
      Handover handover,
      List<Condition> conditions,
      String limit,
      Instant asOf,
      ZoneId zone)
      throws SQLException {
    Instant movedAt = handover.moveAt();
    LocalDate due =
        movedAt == null || handover.rules() == null
            ? null
            : movedAt.atZone(zone).toLocalDate().plusDays(handover.rules().firstContactDays());
    List<Moved> moved = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT a.customer, a.from_rep, a.to_rep, a.to_pool, a.state, a.code, (
              SELECT min(e.effective_at) FROM view_history.event e
              WHERE e.customer = a.customer AND e.effective_at >= ? AND e.effective_at <= ?
                AND e.name = 'follow-up.recorded' AND e.voided_at IS NULL)
            FROM view_handovers.allotted a
            WHERE a.handover = ? AND\
            """
                + " "
                + conditions.stream().map(Condition::sql).collect(Collectors.joining(" AND "))
                + " ORDER BY a.customer"
                + limit)) {
      Answers.set(query, 1, movedAt == null ? asOf : movedAt);
      Answers.set(query, 2, asOf);
      query.setObject(3, handover.id().value());
      int index = 4;
      for (Condition condition : conditions) {
        index = condition.bind(query, index);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          UUID rep = row.getObject(3, UUID.class);
          String state = row.getString(5);
          boolean there = !state.equals("planned") && !state.equals("failed");
          moved.add(
              new Moved(
                  new CustomerId(row.getObject(1, UUID.class)),
                  new RepId(row.getObject(2, UUID.class)),
                  rep == null
                      ? new Holder.Pool(row.getString(4))
                      : new Holder.Owner(new RepId(rep)),
                  state,
                  row.getString(6),
                  there ? due : null,
                  there ? Answers.instant(row, 7) : null));
        }
      }
    }
    return moved;
  }
}

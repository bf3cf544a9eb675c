package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverId;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.HandoverPlan.Split;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.query.handover.Census.Facts;
import custody.service.handover.Draft;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A draft, told to those who are to approve it.
final class Preview {
  private static final int NAMED = 100;

  private final Connection db;
  private final Handover handover;
  private final Draft draft;
  private final Census census;
  private final Instant now;
  private final LocalDate today;

  Preview(Connection db, Handover handover, Draft draft, Instant now, LocalDate today) {
    this.db = db;
    this.handover = handover;
    this.draft = draft;
    this.now = now;
    this.today = today;
    this.census = new Census(db, now, today);
  }

  /// The whole at a glance.
  ///
  /// @param digest by which it is approved
  /// @param position of the last event it was made with
  /// @param unplaced customers that stay, by reason
  /// @param changes what is different by now; null once the customers move
  record Summary(
      HandoverId handover,
      int plan,
      String digest,
      Instant madeAt,
      long position,
      int customers,
      List<Receiving> receivers,
      Map<String, Integer> unplaced,
      @Nullable Changes changes) {}

  /// What one receiver gets.
  ///
  /// @param grades customers per grade; `none` = without
  /// @param before how many customers the rep has now; null for a pool
  /// @param capacity the most the plan lets the rep get
  record Receiving(
      Holder to,
      int customers,
      Map<String, Integer> grades,
      int openSteps,
      int overdueSteps,
      int openComplaints,
      int upcomingDates,
      @Nullable Integer before,
      @Nullable Integer after,
      @Nullable Integer capacity) {}

  /// What the same plan would do differently now.
  ///
  /// @param gone customers that left their owner since
  /// @param come customers that came to the owner since; a new plan takes them in
  /// @param otherwise customers that would go elsewhere, or nowhere, now
  /// @param named the first of them
  record Changes(int gone, int come, int otherwise, List<CustomerId> named) {}

  Summary summary() throws SQLException {
    Map<Holder, List<CustomerId>> receiving = new LinkedHashMap<>();
    for (Allotment allotment : draft.allotments()) {
      receiving
          .computeIfAbsent(allotment.to(), _ -> new ArrayList<>())
          .addAll(allotment.customers());
    }
    Map<CustomerId, Facts> facts =
        census.of(receiving.values().stream().flatMap(List::stream).toList());
    Map<RepId, Integer> before = new HashMap<>();
    census
        .loads(reps(receiving.keySet()))
        .forEach(
            (rep, grades) ->
                before.put(rep, grades.values().stream().mapToInt(Integer::intValue).sum()));
    List<Receiving> receivers = new ArrayList<>();
    receiving.forEach((to, customers) -> receivers.add(receiving(to, customers, facts, before)));
    return new Summary(
        handover.id(),
        draft.plan(),
        draft.digest(),
        draft.madeAt(),
        draft.position(),
        draft.customers(),
        receivers,
        draft.unplaced().stream()
            .collect(Collectors.toMap(Draft.Unplaced::why, _ -> 1, Integer::sum, TreeMap::new)),
        isStillToMove() ? changes() : null);
  }

  private boolean isStillToMove() {
    return switch (handover.status()) {
      case PLANNED, APPROVED -> true;
      case OPEN, RUNNING, PAUSED, COMPLETED, CANCELLED, UNDOING, UNDONE, CLOSED -> false;
    };
  }

  private static List<RepId> reps(Set<Holder> holders) {
    List<RepId> reps = new ArrayList<>();
    for (Holder holder : holders) {
      if (holder instanceof Holder.Owner(RepId rep)) {
        reps.add(rep);
      }
    }
    return reps;
  }

  private Receiving receiving(
      Holder to,
      List<CustomerId> customers,
      Map<CustomerId, Facts> all,
      Map<RepId, Integer> before) {
    Map<String, Integer> grades = new TreeMap<>();
    int openSteps = 0;
    int overdueSteps = 0;
    int openComplaints = 0;
    int upcomingDates = 0;
    for (CustomerId customer : customers) {
      Facts facts = all.getOrDefault(customer, Facts.NONE);
      grades.merge(Objects.requireNonNullElse(facts.grade(), "none"), 1, Integer::sum);
      openSteps += facts.openSteps();
      overdueSteps += facts.overdueSteps();
      openComplaints += facts.openComplaints();
      upcomingDates += facts.upcomingDates();
    }
    Integer had = to instanceof Holder.Owner(RepId rep) ? before.getOrDefault(rep, 0) : null;
    return new Receiving(
        to,
        customers.size(),
        grades,
        openSteps,
        overdueSteps,
        openComplaints,
        upcomingDates,
        had,
        had == null ? null : had + customers.size(),
        to instanceof Holder.Owner(RepId rep) ? capacity(rep) : null);
  }

  private @Nullable Integer capacity(RepId rep) {
    HandoverPlan plan = handover.rules();
    return plan == null
        ? null
        : plan.receivers().stream()
            .filter(receiver -> receiver.rep().equals(rep))
            .map(Receiver::capacity)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private Changes changes() throws SQLException {
    Map<CustomerId, Holder> then = ways(draft);
    Map<CustomerId, Holder> now = ways(Drafting.draft(db, handover, this.now, today));
    Set<CustomerId> held = census.held(handover.from()).keySet();
    Set<CustomerId> known = new LinkedHashSet<>(then.keySet());
    draft.unplaced().forEach(it -> known.add(it.customer()));
    Set<CustomerId> gone = new LinkedHashSet<>(known);
    gone.removeAll(held);
    Set<CustomerId> come = new LinkedHashSet<>(now.keySet());
    come.removeAll(known);
    Set<CustomerId> otherwise = new LinkedHashSet<>(known);
    otherwise.retainAll(held);
    otherwise.removeIf(customer -> Objects.equals(then.get(customer), now.get(customer)));
    Set<CustomerId> named = new LinkedHashSet<>(gone);
    named.addAll(come);
    named.addAll(otherwise);
    return new Changes(
        gone.size(), come.size(), otherwise.size(), named.stream().limit(NAMED).toList());
  }

  private static Map<CustomerId, Holder> ways(Draft draft) {
    Map<CustomerId, Holder> ways = new HashMap<>();
    for (Allotment allotment : draft.allotments()) {
      allotment.customers().forEach(customer -> ways.put(customer, allotment.to()));
    }
    return ways;
  }

  /// Where one customer goes, and why.
  ///
  /// @param to null = it stays
  record Row(
      CustomerId customer,
      @Nullable String name,
      @Nullable String grade,
      @Nullable RepId from,
      @Nullable Holder to,
      Why why,
      int openSteps,
      int overdueSteps,
      @Nullable LocalDate nextDate,
      @Nullable Instant lastContact) {}

  /// Why a customer goes there, or nowhere.
  ///
  /// @param by field, relationship, round-robin, balance, exception, rest; of those that stay:
  ///     exception, no-room, nobody-fits, with-receiver-already
  /// @param rule which split of the plan, from 1
  /// @param field by which field, and its value now
  /// @param followUps how many the receiver has had with the customer
  record Why(
      String by,
      @Nullable Integer rule,
      @Nullable String field,
      @Nullable String value,
      @Nullable Integer followUps) {
    static Why of(String by) {
      return new Why(by, null, null, null, null);
    }
  }

  /// @param wanted those to tell of
  List<Row> rows(Set<CustomerId> wanted) throws SQLException {
    Map<CustomerId, Facts> facts = census.of(wanted);
    Map<CustomerId, Map<RepId, Integer>> followUps =
        census.followUps(wanted, reps(Set.copyOf(ways(draft).values())));
    Map<CustomerId, Row> rows = new HashMap<>();
    for (Allotment allotment : draft.allotments()) {
      for (CustomerId customer : allotment.customers()) {
        if (wanted.contains(customer)) {
          Facts known = facts.getOrDefault(customer, Facts.NONE);
          rows.put(
              customer,
              row(
                  customer,
                  known,
                  allotment,
                  why(allotment, known, followUps.getOrDefault(customer, Map.of()))));
        }
      }
    }
    for (Draft.Unplaced unplaced : draft.unplaced()) {
      if (wanted.contains(unplaced.customer())) {
        rows.put(
            unplaced.customer(),
            row(
                unplaced.customer(),
                facts.getOrDefault(unplaced.customer(), Facts.NONE),
                null,
                Why.of(unplaced.why())));
      }
    }
    return wanted.stream().map(rows::get).filter(Objects::nonNull).toList();
  }

  private static Row row(CustomerId customer, Facts facts, @Nullable Allotment allotment, Why why) {
    return new Row(
        customer,
        facts.name(),
        facts.grade(),
        allotment == null ? null : allotment.from(),
        allotment == null ? null : allotment.to(),
        why,
        facts.openSteps(),
        facts.overdueSteps(),
        facts.nextDate(),
        facts.lastContact());
  }

  private Why why(Allotment allotment, Facts facts, Map<RepId, Integer> followUps) {
    int rule = allotment.rule();
    HandoverPlan plan = handover.rules();
    if (rule == Allotment.REST) {
      return Why.of("rest");
    }
    if (rule == Allotment.EXCEPTION || plan == null || rule > plan.splits().size()) {
      return Why.of("exception");
    }
    return switch (plan.splits().get(rule - 1)) {
      case Split.ByField by ->
          new Why("field", rule, by.field(), facts.values().get(by.field()), null);
      case Split.ByRelationship _ ->
          new Why(
              "relationship",
              rule,
              null,
              null,
              allotment.to() instanceof Holder.Owner(RepId rep) ? followUps.get(rep) : null);
      case Split.RoundRobin _ -> new Why("round-robin", rule, null, null, null);
      case Split.Balanced _ -> new Why("balance", rule, null, null, null);
    };
  }
}

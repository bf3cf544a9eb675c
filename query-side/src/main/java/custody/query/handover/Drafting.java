package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.handover.Planner.Assignment;
import custody.query.handover.Planner.Candidate;
import custody.service.handover.Draft;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Works a plan out on what the views show.
final class Drafting {
  private Drafting() {}

  /// @param today in the company's zone
  static Draft draft(Connection db, Handover handover, Instant now, LocalDate today)
      throws SQLException {
    HandoverPlan plan = handover.rules();
    if (plan == null) {
      throw new IllegalArgumentException("a case without a plan cannot be worked out");
    }
    Census census = new Census(db, now, today);
    Map<CustomerId, RepId> held = census.held(handover.from());
    Map<CustomerId, Map<String, String>> values = census.values(held.keySet());
    List<RepId> receivers = plan.receivers().stream().map(Receiver::rep).toList();
    Map<CustomerId, Map<RepId, Integer>> followUps = census.followUps(held.keySet(), receivers);
    List<Candidate> candidates = new ArrayList<>();
    held.forEach(
        (customer, owner) ->
            candidates.add(
                new Candidate(
                    customer,
                    owner,
                    values.getOrDefault(customer, Map.of()),
                    followUps.getOrDefault(customer, Map.of()))));
    Map<RepId, Map<String, Integer>> loads = census.loads(receivers);
    loads.keySet().removeAll(handover.from());
    for (Candidate candidate : candidates) {
      if (!Planner.inScope(plan, candidate) && receivers.contains(candidate.owner())) {
        loads
            .computeIfAbsent(candidate.owner(), _ -> new HashMap<>())
            .merge(candidate.grade(), 1, Integer::sum);
      }
    }
    Assignment assignment = Planner.assign(plan, candidates, loads);
    return new Draft(
        handover.id(),
        handover.plan(),
        now,
        Answers.position(db, HandoversView.NAME),
        assignment.allotments(),
        assignment.unplaced());
  }
}

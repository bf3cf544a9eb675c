package custody.command.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent.Cause;
import custody.contract.HandoverEvent.Opened;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Condition;
import custody.contract.HandoverPlan.Placement;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.HandoverPlan.Split;
import custody.contract.HandoverPlan.Split.Choice;
import custody.contract.Holder;
import custody.contract.RepId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a plan must keep to make sense, and to stay an event of bounded size.
final class PlanRules {
  static final int MOST_FROM = 200;
  static final int MOST_EXCEPTIONS = 5000;
  private static final int MOST_RECEIVERS = 500;
  private static final int MOST_SPLITS = 50;
  private static final int MOST_VALUES = 500;
  private static final int LONGEST = 200;

  private final List<String> errors = new ArrayList<>();
  private final Opened opened;
  private final Set<RepId> receivers;

  private PlanRules(HandoverPlan plan, Opened opened) {
    this.opened = opened;
    this.receivers = plan.receivers().stream().map(Receiver::rep).collect(Collectors.toSet());
  }

  /// What is wrong, each beginning with its place in the plan; empty if all is well.
  static List<String> errors(HandoverPlan plan, Opened opened) {
    PlanRules rules = new PlanRules(plan, opened);
    rules.check(plan);
    return List.copyOf(rules.errors);
  }

  private void check(HandoverPlan plan) {
    demand(plan.scope().size() <= MOST_SPLITS, "scope: at most " + MOST_SPLITS + " conditions");
    for (Condition condition : plan.scope()) {
      values("scope", condition.field(), condition.values());
    }
    demand(
        plan.receivers().size() <= MOST_RECEIVERS,
        "receivers: at most " + MOST_RECEIVERS + " of them");
    demand(receivers.size() == plan.receivers().size(), "receivers: each rep once");
    for (Receiver receiver : plan.receivers()) {
      Integer capacity = receiver.capacity();
      demand(capacity == null || capacity >= 0, "receivers: a capacity is 0 or more");
      demand(
          opened.cause() == Cause.TERRITORY || !opened.from().contains(receiver.rep()),
          "receivers: not whose customers move");
    }
    demand(plan.splits().size() <= MOST_SPLITS, "splits: at most " + MOST_SPLITS);
    for (int i = 0; i < plan.splits().size(); i++) {
      check("splits[" + i + "]", plan.splits().get(i));
    }
    demand(
        plan.splits().isEmpty() || !receivers.isEmpty(), "splits: there is nobody to split among");
    exceptions(plan.exceptions());
    String pool = plan.restTo();
    demand(
        pool == null || (!pool.isBlank() && pool.length() <= 100),
        "restTo: a pool's name of 1 to 100 characters");
    demand(
        plan.firstContactDays() >= 1 && plan.firstContactDays() <= 365,
        "firstContactDays: 1 to 365");
    demand(
        !plan.splits().isEmpty() || !plan.exceptions().isEmpty() || pool != null,
        "splits: say at least where the rest goes");
  }

  private void check(String where, Split split) {
    switch (split) {
      case Split.ByField it -> {
        demand(!it.choices().isEmpty(), where + ".choices: at least one");
        for (Choice choice : it.choices()) {
          values(where, it.field(), choice.values());
          demand(!choice.to().isEmpty(), where + ".choices.to: at least one receiver");
          among(where + ".choices.to", choice.to());
        }
      }
      case Split.ByRelationship it ->
          demand(
              it.atLeast() >= 1 && it.atLeast() <= 1000, where + ".atLeast: 1 to 1000 follow-ups");
      case Split.RoundRobin it -> among(where + ".among", it.among());
      case Split.Balanced it -> {
        among(where + ".among", it.among());
        demand(it.weights().size() <= MOST_VALUES, where + ".weights: too many");
        demand(
            it.weights().values().stream().allMatch(weight -> weight >= 0 && weight <= 1000),
            where + ".weights: 0 to 1000");
      }
    }
  }

  private void exceptions(List<Placement> exceptions) {
    Set<CustomerId> named = new HashSet<>();
    int customers = 0;
    for (Placement placement : exceptions) {
      customers += placement.customers().size();
      named.addAll(placement.customers());
      demand(
          !(placement.to() instanceof Holder.Owner(RepId rep))
              || opened.cause() == Cause.TERRITORY
              || !opened.from().contains(rep),
          "exceptions: to null keeps a customer where it is");
      demand(
          !(placement.to() instanceof Holder.Pool(String pool))
              || (!pool.isBlank() && pool.length() <= 100),
          "exceptions: a pool's name has 1 to 100 characters");
    }
    demand(customers <= MOST_EXCEPTIONS, "exceptions: at most " + MOST_EXCEPTIONS + " customers");
    demand(named.size() == customers, "exceptions: each customer once");
  }

  private void among(String where, Collection<RepId> reps) {
    demand(receivers.containsAll(reps), where + ": receivers only");
    demand(new HashSet<>(reps).size() == reps.size(), where + ": each once");
  }

  private void values(String where, String field, List<String> values) {
    demand(
        !field.isBlank() && field.length() <= LONGEST, where + ".field: a field's name is missing");
    demand(
        !values.isEmpty()
            && values.size() <= MOST_VALUES
            && values.stream().allMatch(value -> value.length() <= LONGEST),
        where + ".values: 1 to " + MOST_VALUES + ", of at most " + LONGEST + " characters");
  }

  private void demand(boolean kept, String error) {
    if (!kept && !errors.contains(error)) {
      errors.add(error);
    }
  }
}

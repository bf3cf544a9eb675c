package custody.query.handover;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Condition;
import custody.contract.HandoverPlan.Placement;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.HandoverPlan.Split;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.service.handover.Draft.Unplaced;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Works out who goes where by a plan. A pure function: the same customers, loads and plan give the
/// same assignment, in whatever order they come.
final class Planner {
  static final String EXCEPTION = "exception";
  static final String NO_ROOM = "no-room";
  static final String NOBODY_FITS = "nobody-fits";
  static final String WITH_RECEIVER = "with-receiver-already";

  private static final Comparator<UUID> BY_ID =
      comparingLong(UUID::getMostSignificantBits).thenComparingLong(UUID::getLeastSignificantBits);
  private static final Comparator<RepId> REPS = comparing(RepId::value, BY_ID);

  /// What a plan asks about a customer.
  ///
  /// @param values by field: `kind`, `grade` and the profile fields that have a value
  /// @param followUps how many each rep has had with it
  record Candidate(
      CustomerId id, RepId owner, Map<String, String> values, Map<RepId, Integer> followUps) {
    public Candidate {
      values = Map.copyOf(values);
      followUps = Map.copyOf(followUps);
    }

    String grade() {
      return values.getOrDefault("grade", "");
    }
  }

  /// Everybody in scope is in one of the two, once.
  record Assignment(List<Allotment> allotments, List<Unplaced> unplaced) {
    public Assignment {
      allotments = List.copyOf(allotments);
      unplaced = List.copyOf(unplaced);
    }
  }

  private record Way(RepId from, Holder to, int rule) {}

  private final HandoverPlan plan;
  private final Map<RepId, Integer> room = new HashMap<>();

  /// Customers per grade, those given so far included.
  private final Map<RepId, Map<String, Integer>> loads = new HashMap<>();

  private final Map<Split, Integer> turns = new HashMap<>();
  private final Map<CustomerId, Placement> exceptions = new HashMap<>();
  private final Map<Way, List<CustomerId>> ways = new LinkedHashMap<>();
  private final List<Unplaced> unplaced = new ArrayList<>();

  private Planner(HandoverPlan plan, Map<RepId, Map<String, Integer>> loads) {
    this.plan = plan;
    for (Receiver receiver : plan.receivers()) {
      Integer capacity = receiver.capacity();
      room.put(receiver.rep(), capacity == null ? Integer.MAX_VALUE : capacity);
      this.loads.put(receiver.rep(), new HashMap<>(loads.getOrDefault(receiver.rep(), Map.of())));
    }
    for (Placement placement : plan.exceptions()) {
      placement.customers().forEach(customer -> exceptions.put(customer, placement));
    }
  }

  /// @param candidates whose customers may move; those out of scope are left out
  /// @param loads what the receivers have beside the candidates: customers per grade, `""` = none
  static Assignment assign(
      HandoverPlan plan, Collection<Candidate> candidates, Map<RepId, Map<String, Integer>> loads) {
    Planner planner = new Planner(plan, loads);
    List<Candidate> inScope =
        candidates.stream().filter(it -> inScope(plan, it)).sorted(planner.order()).toList();
    // Exceptions take their room first: they were said by name.
    for (Candidate candidate : inScope) {
      Placement exception = planner.exceptions.get(candidate.id());
      if (exception != null) {
        planner.place(candidate, exception);
      }
    }
    for (Candidate candidate : inScope) {
      if (!planner.exceptions.containsKey(candidate.id())) {
        planner.place(candidate);
      }
    }
    return planner.assignment();
  }

  static boolean inScope(HandoverPlan plan, Candidate candidate) {
    return plan.scope().stream().allMatch(condition -> holds(condition, candidate));
  }

  private static boolean holds(Condition condition, Candidate candidate) {
    String value = candidate.values().get(condition.field());
    return value != null && condition.values().contains(value);
  }

  /// The heaviest first, which evens out best.
  private Comparator<Candidate> order() {
    Map<String, Integer> weights =
        plan.splits().stream()
            .filter(Split.Balanced.class::isInstance)
            .map(split -> ((Split.Balanced) split).weights())
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse(Map.of());
    return Comparator.<Candidate>comparingInt(it -> -weights.getOrDefault(it.grade(), 1))
        .thenComparing(it -> it.id().value(), BY_ID);
  }

  private void place(Candidate candidate, Placement exception) {
    Holder to = exception.to();
    switch (to) {
      case null -> unplaced.add(new Unplaced(candidate.id(), EXCEPTION));
      case Holder.Pool pool -> add(candidate, pool, Allotment.EXCEPTION);
      case Holder.Owner(RepId rep) -> {
        if (rep.equals(candidate.owner())) {
          unplaced.add(new Unplaced(candidate.id(), EXCEPTION));
        } else if (hasRoom(rep)) {
          give(candidate, rep, Allotment.EXCEPTION);
        } else {
          unplaced.add(new Unplaced(candidate.id(), NO_ROOM));
        }
      }
    }
  }

  private void place(Candidate candidate) {
    boolean fitted = false;
    for (int i = 0; i < plan.splits().size(); i++) {
      Split split = plan.splits().get(i);
      List<RepId> wished = inOrder(split, candidate);
      fitted |= !wished.isEmpty();
      for (RepId rep : wished) {
        if (hasRoom(rep)) {
          give(candidate, rep, i + 1);
          turns.merge(split, 1, Integer::sum);
          return;
        }
      }
    }
    String pool = plan.restTo();
    if (pool != null) {
      add(candidate, new Holder.Pool(pool), Allotment.REST);
    } else {
      unplaced.add(new Unplaced(candidate.id(), fitted ? NO_ROOM : NOBODY_FITS));
    }
  }

  /// Who is to get the customer by this split, the first choice first.
  private List<RepId> inOrder(Split split, Candidate candidate) {
    return switch (split) {
      case Split.ByField by -> {
        String value = candidate.values().get(by.field());
        yield by.choices().stream()
            .filter(choice -> value != null && choice.values().contains(value))
            .findFirst()
            .map(choice -> sorted(choice.to(), this::number))
            .orElse(List.of());
      }
      case Split.ByRelationship by ->
          sorted(
              candidate.followUps().entrySet().stream()
                  .filter(it -> room.containsKey(it.getKey()) && it.getValue() >= by.atLeast())
                  .map(Map.Entry::getKey)
                  .toList(),
              rep -> (long) -candidate.followUps().getOrDefault(rep, 0));
      case Split.RoundRobin by -> {
        List<RepId> among = among(by.among());
        int first = turns.getOrDefault(split, 0) % among.size();
        List<RepId> turned = new ArrayList<>(among.subList(first, among.size()));
        turned.addAll(among.subList(0, first));
        yield turned;
      }
      case Split.Balanced by -> sorted(among(by.among()), rep -> weight(rep, by.weights()));
    };
  }

  private List<RepId> among(List<RepId> named) {
    return named.isEmpty() ? plan.receivers().stream().map(Receiver::rep).toList() : named;
  }

  private static List<RepId> sorted(Collection<RepId> reps, Function<RepId, Long> by) {
    record Keyed(RepId rep, long key) {}
    return reps.stream()
        .map(rep -> new Keyed(rep, by.apply(rep)))
        .sorted(Comparator.comparingLong(Keyed::key).thenComparing(Keyed::rep, REPS))
        .map(Keyed::rep)
        .toList();
  }

  private long number(RepId rep) {
    return weight(rep, Map.of());
  }

  private long weight(RepId rep, Map<String, Integer> weights) {
    long sum = 0;
    for (Map.Entry<String, Integer> grade : loads.getOrDefault(rep, Map.of()).entrySet()) {
      sum += (long) grade.getValue() * weights.getOrDefault(grade.getKey(), 1);
    }
    return sum;
  }

  private boolean hasRoom(RepId rep) {
    return room.getOrDefault(rep, Integer.MAX_VALUE) > 0;
  }

  private void give(Candidate candidate, RepId rep, int rule) {
    loads.computeIfAbsent(rep, _ -> new HashMap<>()).merge(candidate.grade(), 1, Integer::sum);
    if (rep.equals(candidate.owner())) {
      unplaced.add(new Unplaced(candidate.id(), WITH_RECEIVER));
      return;
    }
    room.computeIfPresent(rep, (_, left) -> left == Integer.MAX_VALUE ? left : left - 1);
    add(candidate, new Holder.Owner(rep), rule);
  }

  private void add(Candidate candidate, Holder to, int rule) {
    ways.computeIfAbsent(new Way(candidate.owner(), to, rule), _ -> new ArrayList<>())
        .add(candidate.id());
  }

  private Assignment assignment() {
    Map<String, Allotment> sorted = new TreeMap<>();
    ways.forEach(
        (way, customers) ->
            sorted.put(
                way.toString(),
                new Allotment(way.from(), way.to(), way.rule(), inOrder(customers))));
    Map<CustomerId, Unplaced> left =
        unplaced.stream().collect(Collectors.toMap(Unplaced::customer, Function.identity()));
    return new Assignment(
        List.copyOf(sorted.values()), inOrder(left.keySet()).stream().map(left::get).toList());
  }

  private static List<CustomerId> inOrder(Collection<CustomerId> customers) {
    return customers.stream().sorted(comparing(CustomerId::value, BY_ID)).toList();
  }
}

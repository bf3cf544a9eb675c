package custody.query.handover;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Condition;
import custody.contract.HandoverPlan.Placement;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.HandoverPlan.Split;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.contract.Seed;
import custody.query.handover.Planner.Assignment;
import custody.query.handover.Planner.Candidate;
import custody.service.handover.Draft.Unplaced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final RepId LEAVER = rep(0);
  private static final RepId WANG = rep(1);
  private static final RepId ZHAO = rep(2);
  private static final Split.Balanced BALANCED = new Split.Balanced(List.of(), Map.of());

  private static RepId rep(int number) {
    return new RepId(new UUID(0x7000, 0x8000_0000_0000_0000L + number));
  }

  private static Candidate customer(int number, Map<String, String> values) {
    return new Candidate(
        new CustomerId(new UUID(0x7000, 0x8000_0000_0001_0000L + number)),
        LEAVER,
        values,
        Map.of());
  }

  private static List<Candidate> customers(int number) {
    return IntStream.range(0, number).mapToObj(it -> customer(it, Map.of("grade", "C"))).toList();
  }

  private static HandoverPlan plan(List<Receiver> receivers, Split... splits) {
    return new HandoverPlan(List.of(), receivers, List.of(splits), List.of(), null, 3);
  }

  private static List<Receiver> wangAndZhao() {
    return List.of(new Receiver(WANG, null), new Receiver(ZHAO, null));
  }

  private static Map<Holder, Integer> numbers(Assignment assignment) {
    Map<Holder, Integer> numbers = new HashMap<>();
    for (Allotment allotment : assignment.allotments()) {
      numbers.merge(allotment.to(), allotment.customers().size(), Integer::sum);
    }
    return numbers;
  }

  private static Holder owner(RepId rep) {
    return new Holder.Owner(rep);
  }

  @Test
  void customersGoByTheValueOfAField() {
    List<Candidate> all =
        List.of(
            customer(0, Map.of("region", "East")),
            customer(1, Map.of("region", "West")),
            customer(2, Map.of("region", "North")),
            customer(3, Map.of()));
    Assignment assignment =
        Planner.assign(
            plan(
                wangAndZhao(),
                new Split.ByField(
                    "region",
                    List.of(
                        new Split.Choice(List.of("East", "South"), List.of(WANG)),
                        new Split.Choice(List.of("West"), List.of(ZHAO))))),
            all,
            Map.of());
    assertThat(numbers(assignment)).isEqualTo(Map.of(owner(WANG), 1, owner(ZHAO), 1));
    assertThat(assignment.unplaced())
        .containsExactly(
            new Unplaced(all.get(2).id(), Planner.NOBODY_FITS),
            new Unplaced(all.get(3).id(), Planner.NOBODY_FITS));
  }

  @Test
  void whoKnowsACustomerBestGetsIt() {
    Candidate known =
        new Candidate(customer(0, Map.of()).id(), LEAVER, Map.of(), Map.of(WANG, 1, ZHAO, 5));
    Candidate hardly = new Candidate(customer(1, Map.of()).id(), LEAVER, Map.of(), Map.of(WANG, 1));
    Assignment assignment =
        Planner.assign(
            plan(wangAndZhao(), new Split.ByRelationship(2)), List.of(known, hardly), Map.of());
    assertThat(assignment.allotments())
        .containsExactly(new Allotment(LEAVER, owner(ZHAO), 1, List.of(known.id())));
    assertThat(assignment.unplaced())
        .containsExactly(new Unplaced(hardly.id(), Planner.NOBODY_FITS));
  }

  @Test
  void balancedByNumberCountsWhatReceiversHaveAlready() {
    Assignment assignment =
        Planner.assign(
            plan(wangAndZhao(), BALANCED), customers(10), Map.of(WANG, Map.of("A", 4, "", 2)));
    assertThat(numbers(assignment)).isEqualTo(Map.of(owner(WANG), 2, owner(ZHAO), 8));
  }

  @Test
  void balancedByWeightCountsAnAForAsMuchAsSaid() {
    List<Candidate> all = new ArrayList<>(customers(10));
    all.add(customer(10, Map.of("grade", "A")));
    all.add(customer(11, Map.of("grade", "A")));
    Assignment assignment =
        Planner.assign(
            plan(wangAndZhao(), new Split.Balanced(List.of(), Map.of("A", 10))),
            all,
            Map.of(WANG, Map.of("A", 1)));
    // 10 + 20 + 10 = 40, so 20 each; Wang has 10 and gets one more A.
    assertThat(numbers(assignment)).isEqualTo(Map.of(owner(WANG), 1, owner(ZHAO), 11));
  }

  @Test
  void inTurnMeansInTurn() {
    Assignment assignment =
        Planner.assign(
            plan(wangAndZhao(), new Split.RoundRobin(List.of())),
            customers(5),
            Map.of(WANG, Map.of("A", 400)));
    assertThat(numbers(assignment)).isEqualTo(Map.of(owner(WANG), 3, owner(ZHAO), 2));
  }

  @Test
  void whoIsFullGetsNoMoreAndTheNextRuleIsTried() {
    Assignment assignment =
        Planner.assign(
            plan(
                List.of(new Receiver(WANG, 2), new Receiver(ZHAO, 3)),
                new Split.ByField("grade", List.of(new Split.Choice(List.of("C"), List.of(WANG)))),
                BALANCED),
            customers(7),
            Map.of());
    assertThat(assignment.allotments())
        .extracting(Allotment::rule, it -> it.customers().size())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(1, 2), org.assertj.core.groups.Tuple.tuple(2, 3));
    assertThat(assignment.unplaced()).extracting(Unplaced::why).containsOnly(Planner.NO_ROOM);
  }

  @Test
  void whatIsSaidByNameGoesFirst() {
    List<Candidate> all = customers(4);
    Assignment assignment =
        Planner.assign(
            new HandoverPlan(
                List.of(),
                List.of(new Receiver(WANG, 1), new Receiver(ZHAO, null)),
                List.of(new Split.RoundRobin(List.of(WANG))),
                List.of(
                    new Placement(List.of(all.get(3).id()), owner(WANG)),
                    new Placement(List.of(all.get(0).id()), new Holder.Pool("vip")),
                    new Placement(List.of(all.get(1).id()), null)),
                "rest",
                3),
            all,
            Map.of());
    assertThat(assignment.allotments())
        .containsExactlyInAnyOrder(
            new Allotment(LEAVER, owner(WANG), Allotment.EXCEPTION, List.of(all.get(3).id())),
            new Allotment(
                LEAVER, new Holder.Pool("vip"), Allotment.EXCEPTION, List.of(all.get(0).id())),
            new Allotment(
                LEAVER, new Holder.Pool("rest"), Allotment.REST, List.of(all.get(2).id())));
    assertThat(assignment.unplaced())
        .containsExactly(new Unplaced(all.get(1).id(), Planner.EXCEPTION));
  }

  @Test
  void aTerritoryCutAnewLeavesCustomersWithWhoHasThemAlready() {
    Candidate stays =
        new Candidate(customer(0, Map.of()).id(), WANG, Map.of("region", "East"), Map.of());
    Candidate goes =
        new Candidate(customer(1, Map.of()).id(), LEAVER, Map.of("region", "East"), Map.of());
    Assignment assignment =
        Planner.assign(
            plan(
                List.of(new Receiver(WANG, null)),
                new Split.ByField(
                    "region", List.of(new Split.Choice(List.of("East"), List.of(WANG))))),
            List.of(stays, goes),
            Map.of());
    assertThat(assignment.allotments())
        .containsExactly(new Allotment(LEAVER, owner(WANG), 1, List.of(goes.id())));
    assertThat(assignment.unplaced())
        .containsExactly(new Unplaced(stays.id(), Planner.WITH_RECEIVER));
  }

  @Test
  void whateverThePlanEveryCustomerInScopeGoesOneWayAndNobodyGetsMoreThanTheyCan() {
    for (int run = 0; run < 300; run++) {
      long seed = Seed.get() + run;
      Random random = new Random(seed);
      List<RepId> reps =
          IntStream.rangeClosed(1, 1 + random.nextInt(6)).mapToObj(PlannerTest::rep).toList();
      HandoverPlan plan = plan(random, reps);
      List<Candidate> all = candidates(random, random.nextInt(200), reps);
      Map<RepId, Map<String, Integer>> loads = new HashMap<>();
      reps.forEach(rep -> loads.put(rep, Map.of("A", random.nextInt(20), "", random.nextInt(9))));

      Assignment assignment = Planner.assign(plan, all, loads);

      List<CustomerId> told = new ArrayList<>();
      assignment.allotments().forEach(it -> told.addAll(it.customers()));
      assignment.unplaced().forEach(it -> told.add(it.customer()));
      Set<CustomerId> inScope = new HashSet<>();
      all.stream().filter(it -> Planner.inScope(plan, it)).forEach(it -> inScope.add(it.id()));
      assertThat(told).as("seed %d", seed).doesNotHaveDuplicates();
      assertThat(new HashSet<>(told)).as("seed %d", seed).isEqualTo(inScope);
      Map<Holder, Integer> numbers = numbers(assignment);
      for (Receiver receiver : plan.receivers()) {
        Integer capacity = receiver.capacity();
        if (capacity != null) {
          assertThat(numbers.getOrDefault(owner(receiver.rep()), 0))
              .as("seed %d", seed)
              .isLessThanOrEqualTo(capacity);
        }
      }
      List<Candidate> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, random);
      assertThat(Planner.assign(plan, shuffled, loads)).as("seed %d", seed).isEqualTo(assignment);
    }
  }

  private static HandoverPlan plan(Random random, List<RepId> reps) {
    List<Receiver> receivers =
        reps.stream()
            .map(rep -> new Receiver(rep, random.nextBoolean() ? random.nextInt(40) : null))
            .toList();
    List<Split> splits = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      List<RepId> some = reps.subList(0, 1 + random.nextInt(reps.size()));
      splits.add(
          switch (random.nextInt(4)) {
            case 0 ->
                new Split.ByField(
                    "region", List.of(new Split.Choice(List.of("East", "North"), some)));
            case 1 -> new Split.ByRelationship(1 + random.nextInt(3));
            case 2 -> new Split.RoundRobin(random.nextBoolean() ? List.of() : some);
            default ->
                new Split.Balanced(
                    some, random.nextBoolean() ? Map.of() : Map.of("A", random.nextInt(9)));
          });
    }
    return new HandoverPlan(
        random.nextInt(3) == 0 ? List.of(new Condition("grade", List.of("A", "B"))) : List.of(),
        receivers,
        splits,
        List.of(
            new Placement(List.of(customer(3, Map.of()).id()), owner(reps.getFirst())),
            new Placement(List.of(customer(4, Map.of()).id()), null)),
        random.nextBoolean() ? "rest" : null,
        3);
  }

  private static List<Candidate> candidates(Random random, int number, List<RepId> reps) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Map<String, String> values = new HashMap<>();
      if (random.nextInt(5) > 0) {
        values.put("grade", List.of("A", "B", "C").get(random.nextInt(3)));
      }
      values.put("region", List.of("East", "West", "North").get(random.nextInt(3)));
      candidates.add(
          new Candidate(
              customer(i, Map.of()).id(),
              random.nextInt(10) == 0 ? reps.getFirst() : LEAVER,
              values,
              Map.of(reps.get(random.nextInt(reps.size())), random.nextInt(5))));
    }
    return candidates;
  }
}

package custody.query.handover;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent;
import custody.contract.HandoverEvent.Allotted;
import custody.contract.HandoverEvent.CustomersFailed;
import custody.contract.HandoverEvent.CustomersKept;
import custody.contract.HandoverEvent.CustomersMoved;
import custody.contract.HandoverEvent.CustomersReturned;
import custody.contract.HandoverEvent.LeftAlone;
import custody.contract.HandoverEvent.Planned;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.Seed;
import custody.query.TestView;
import custody.store.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Cases made up from a seed: planned again and again, executed, undone.
class HandoversViewTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final TestView view = new TestView(new HandoversView(), database.dataSource());

  private static List<Recorded> history(long seed) {
    return Histories.of(seed, 12, 4, 1200);
  }

  @Test
  void batchesOfAnySizeLeaveTheSameTables() {
    List<Recorded> history = history(Seed.get());
    Map<String, List<String>> one = new TreeMap<>();
    for (int largest : new int[] {1, 10_000}) {
      view.clear();
      view.apply(history, new Random(Seed.get()), largest);
      for (String table : List.of("handover", "allotted", "entry")) {
        List<String> rows = view.rows(table);
        assertThat(rows).as(table).isNotEmpty().isEqualTo(one.getOrDefault(table, rows));
        one.put(table, rows);
      }
    }
  }

  @Test
  void eachCustomerOfTheLastPlanHasComeToWhatItsEventsSay() {
    Set<String> seen = new TreeSet<>();
    for (int run = 0; run < 6; run++) {
      long seed = Seed.get() + run;
      List<Recorded> history = history(seed);
      view.clear();
      view.apply(history, new Random(seed), 50);
      Map<String, Integer> shown = new TreeMap<>();
      for (String row : view.rows("allotted")) {
        shown.merge(row.replaceAll(".*state=(\\w+).*", "$1").strip(), 1, Integer::sum);
      }
      Map<String, Integer> expected = new TreeMap<>();
      fates(history)
          .values()
          .forEach(fates -> fates.values().forEach(it -> expected.merge(it, 1, Integer::sum)));
      assertThat(shown).as("seed %d", seed).isEqualTo(expected);
      seen.addAll(shown.keySet());
    }
    assertThat(seen).containsExactly("failed", "kept", "moved", "planned", "returned");
  }

  private static Map<UUID, Map<CustomerId, String>> fates(List<Recorded> history) {
    Map<UUID, Map<CustomerId, String>> cases = new HashMap<>();
    for (Recorded recorded : history) {
      if (!(recorded.event() instanceof HandoverEvent event)) {
        continue;
      }
      Map<CustomerId, String> fates =
          cases.computeIfAbsent(recorded.stream(), _ -> new HashMap<>());
      switch (event) {
        case Planned _ -> fates.clear();
        case Allotted it ->
            it.allotments()
                .forEach(way -> way.customers().forEach(one -> fates.put(one, "planned")));
        case CustomersMoved it -> it.customers().forEach(one -> fates.put(one, "moved"));
        case CustomersReturned it -> it.customers().forEach(one -> fates.put(one, "returned"));
        case CustomersFailed it -> leftAlone(it.customers(), "failed", fates);
        case CustomersKept it -> leftAlone(it.customers(), "kept", fates);
        default -> {} // says nothing of single customers
      }
    }
    return cases;
  }

  private static void leftAlone(
      List<LeftAlone> customers, String state, Map<CustomerId, String> fates) {
    customers.forEach(it -> fates.put(it.customer(), state));
  }
}

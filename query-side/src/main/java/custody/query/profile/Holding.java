package custody.query.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Per thing the last fact said of it. A field of an item (of a contact, of a follow-up) counts
/// from the moment the item last came to be there, and only while it is there.
final class Holding {
  private static final Comparator<Placed> TO_SHOW =
      Comparator.comparing((Placed it) -> it.fact().part())
          .thenComparing(Placed::since, Fact.IN_EFFECTIVE_ORDER)
          .thenComparing(it -> it.fact().item())
          .thenComparing(it -> it.fact().field());

  private final Map<Fact.Thing, Fact> said = new HashMap<>();

  /// @param since what let its item be there
  private record Placed(Fact fact, Fact since) {}

  /// In any order.
  void say(Fact fact) {
    said.merge(
        fact.thing(),
        fact,
        (one, other) -> Fact.IN_EFFECTIVE_ORDER.compare(one, other) > 0 ? one : other);
  }

  /// What holds, items in the order in which they came, fields by name.
  List<Fact> inOrder() {
    List<Placed> holding = new ArrayList<>(said.size());
    for (Fact fact : said.values()) {
      Fact item = said.get(new Fact.Thing(fact.part(), fact.item(), ""));
      if (fact.field().isEmpty() || fact.part().equals("fields") || isThere(item, fact)) {
        holding.add(new Placed(fact, item == null ? fact : item));
      }
    }
    holding.sort(TO_SHOW);
    return holding.stream().map(Placed::fact).toList();
  }

  private static boolean isThere(@Nullable Fact item, Fact field) {
    return item != null
        && item.value() != null
        && Fact.IN_EFFECTIVE_ORDER.compare(field, item) >= 0;
  }
}

package custody.query.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Per thing the last fact said of it. A field of an item (of a contact, of a follow-up) counts
/// from the moment the item last came to be there, and only while it is there.
final class Holding {
  private Holding() {}

  /// In an order in which any two times are told in one pass: {@link Fact#BY_THING}, but items
  /// stand in the order in which they first came, which is nearly always that in which they are
  /// shown.
  static List<Fact> byThing(List<Fact> facts) {
    List<List<Fact>> items = new ArrayList<>();
    for (Fact fact : facts.stream().sorted(Fact.BY_THING).toList()) {
      if (items.isEmpty() || !items.getLast().getFirst().isOfSameItem(fact)) {
        items.add(new ArrayList<>());
      }
      items.getLast().add(fact);
    }
    return items.stream()
        .sorted(
            Comparator.comparing((List<Fact> item) -> item.getFirst().part())
                .thenComparing(List::getFirst, Fact.IN_EFFECTIVE_ORDER))
        .flatMap(List::stream)
        .toList();
  }

  /// @param since what let its item be there, the same one for all of an item
  private record Placed(Fact fact, Fact since) {
    /// What is said of an item comes by field.
    @SuppressWarnings("ReferenceEquality")
    boolean mayFollow(Placed before) {
      return since == before.since || toShow(before, this) <= 0;
    }

    static int toShow(Placed one, Placed other) {
      int order = one.fact.part().compareTo(other.fact.part());
      if (order == 0) {
        order = Fact.IN_EFFECTIVE_ORDER.compare(one.since, other.since);
      }
      if (order == 0) {
        order = one.fact.item().compareTo(other.fact.item());
      }
      return order == 0 ? one.fact.field().compareTo(other.fact.field()) : order;
    }
  }

  /// What holds at the two times, items in the order in which they came, fields by name.
  ///
  /// @param facts all there are, {@link #byThing}
  static List<Fact> at(List<Fact> facts, Instant asOf, Instant knownAt) {
    List<Placed> holding = new ArrayList<>();
    Fact item = null;
    Placed last = null;
    boolean inOrder = true;
    int next = 0;
    while (next < facts.size()) {
      Fact first = facts.get(next);
      Fact said = null;
      for (; next < facts.size() && first.isOfSameThing(facts.get(next)); next++) {
        if (facts.get(next).counts(asOf, knownAt)) {
          said = facts.get(next);
        }
      }
      if (first.field().isEmpty()) {
        item = said;
      } else if (item != null && !first.isOfSameItem(item)) {
        item = null;
      }
      if (said != null
          && (said.field().isEmpty() || said.part().equals("fields") || isThere(item, said))) {
        // The customer itself is no fact: its fields are one item by the first of them.
        Fact since = item;
        if (since == null) {
          since = last != null && last.fact.isOfSameItem(said) ? last.since : said;
        }
        Placed placed = new Placed(said, since);
        inOrder &= last == null || placed.mayFollow(last);
        holding.add(placed);
        last = placed;
      }
    }
    if (!inOrder) {
      holding.sort(Placed::toShow);
    }
    List<Fact> shown = new ArrayList<>(holding.size());
    holding.forEach(placed -> shown.add(placed.fact));
    return Collections.unmodifiableList(shown);
  }

  private static boolean isThere(@Nullable Fact item, Fact field) {
    return item != null
        && item.value() != null
        && Fact.IN_EFFECTIVE_ORDER.compare(field, item) >= 0;
  }
}

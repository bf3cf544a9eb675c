package custody.query.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.service.agenda.Effect;
import custody.service.agenda.RuleTimeline;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is due, gathered one by one: of however much there is, only numbers and one page are kept.
final class Dues {
  /// No two have the same place.
  private static final Comparator<Effect> IN_ORDER =
      Comparator.comparing(Effect::on)
          .thenComparing(it -> kindOf(it.rule().rule()))
          .thenComparing(Dues::customer)
          .thenComparing(it -> it.rep().toString())
          .thenComparing(it -> it.rule().id().toString())
          .thenComparing(Dues::word);

  private final @Nullable String kind;
  private final @Nullable String effect;
  private final List<String> last;
  private final int size;
  private final PriorityQueue<Effect> first = new PriorityQueue<>(IN_ORDER.reversed());
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<UUID, Map<String, Long>> byRep = new TreeMap<>();

  /// @param kind of rule that the page shows; null = any
  /// @param effect that the page shows; null = any
  /// @param last the place behind which the page begins; empty = the first page
  /// @param size of the page
  Dues(@Nullable String kind, @Nullable String effect, List<String> last, int size) {
    this.kind = kind;
    this.effect = effect;
    this.last = last;
    this.size = size;
  }

  void add(Effect it) {
    String what = kindOf(it.rule().rule()) + "." + word(it);
    counts.merge(what, 1L, Long::sum);
    byRep.computeIfAbsent(it.rep().value(), _ -> new TreeMap<>()).merge(what, 1L, Long::sum);
    if ((kind == null || kind.equals(kindOf(it.rule().rule())))
        && (effect == null || effect.equals(word(it)))
        && (last.isEmpty() || isBehind(it, last))
        && (first.size() < size || IN_ORDER.compare(it, first.element()) < 0)) {
      first.add(it);
      if (first.size() > size) {
        first.remove();
      }
    }
  }

  /// The first of those asked for, in order.
  List<Effect> page() {
    return first.stream().sorted(IN_ORDER).toList();
  }

  /// Of all, by kind of rule and effect.
  Map<String, Long> counts() {
    return counts;
  }

  /// The same by rep, in the order of their ids.
  List<DueController.Owes> reps() {
    return byRep.entrySet().stream()
        .map(rep -> new DueController.Owes(new RepId(rep.getKey()), rep.getValue()))
        .toList();
  }

  static String kindOf(RuleTimeline rule) {
    return rule.spans().isEmpty() ? "" : kindOf(rule.spans().getLast().value().rule());
  }

  static String kindOf(Rule rule) {
    return switch (rule) {
      case Rule.Cadence _ -> "cadence";
      case Rule.FirstContact _ -> "first-contact";
      case Rule.Recycling _ -> "recycling";
      case Rule.Tenure _ -> "tenure";
      case Rule.PoolLimits _ -> "pool-limits";
    };
  }

  static String word(Effect effect) {
    return effect.what().name().toLowerCase(Locale.ROOT);
  }

  static List<String> place(Effect it) {
    return List.of(
        it.on().toString(),
        kindOf(it.rule().rule()),
        customer(it),
        it.rep().toString(),
        it.rule().id().toString(),
        word(it));
  }

  private static String customer(Effect effect) {
    CustomerId customer = effect.customer();
    return customer == null ? "" : customer.toString();
  }

  private static boolean isBehind(Effect effect, List<String> place) {
    return Arrays.compare(place(effect).toArray(String[]::new), place.toArray(String[]::new)) > 0;
  }
}

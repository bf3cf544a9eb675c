package custody.command;

import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.pcollections.PMap;

/// Things with an id inside a slice's state, each with its versions.
public final class Parts {
  private Parts() {}

  /// As if the event had never been. A part that nothing is left of stays, empty: its id was used.
  public static <K, V> PMap<K, Versions<V>> without(PMap<K, Versions<V>> parts, UUID event) {
    return replaced(parts, versions -> versions.without(event));
  }

  /// Each as it is with the replacement, which gives most as they were.
  public static <K, V> PMap<K, V> replaced(PMap<K, V> parts, UnaryOperator<V> replacement) {
    PMap<K, V> after = parts;
    for (Map.Entry<K, V> part : parts.entrySet()) {
      V replaced = replacement.apply(part.getValue());
      if (!replaced.equals(part.getValue())) {
        after = after.plus(part.getKey(), replaced);
      }
    }
    return after;
  }
}

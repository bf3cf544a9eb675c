package custody.command;

import java.util.Map;
import java.util.UUID;
import org.pcollections.PMap;

/// Things with an id inside a slice's state, each with its versions.
public final class Parts {
  private Parts() {}

  /// As if the event had never been. A part that nothing is left of stays, empty: its id was used.
  public static <K, V> PMap<K, Versions<V>> without(PMap<K, Versions<V>> parts, UUID event) {
    PMap<K, Versions<V>> after = parts;
    for (Map.Entry<K, Versions<V>> part : parts.entrySet()) {
      Versions<V> left = part.getValue().without(event);
      if (!left.equals(part.getValue())) {
        after = after.plus(part.getKey(), left);
      }
    }
    return after;
  }
}

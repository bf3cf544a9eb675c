package custody.command.ownership;

import custody.contract.RepId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// In which order reps get customers of a pool: whoever has the fewest is next, and of those with
/// as many the one named first. So whoever begins with less catches up before others get more.
final class FairShare {
  private final SequencedMap<RepId, Long> held = new LinkedHashMap<>();

  /// @param held how many customers each has, in the order in which they were named
  FairShare(SequencedMap<RepId, Long> held) {
    this.held.putAll(held);
  }

  /// Null if nobody is left.
  @Nullable RepId next() {
    Map.Entry<RepId, Long> fewest = null;
    for (Map.Entry<RepId, Long> rep : held.entrySet()) {
      if (fewest == null || rep.getValue() < fewest.getValue()) {
        fewest = rep;
      }
    }
    return fewest == null ? null : fewest.getKey();
  }

  void got(RepId rep) {
    held.merge(rep, 1L, Long::sum);
  }

  /// Cannot get any.
  void leaveOut(RepId rep) {
    held.remove(rep);
  }
}

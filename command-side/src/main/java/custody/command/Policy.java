package custody.command;

import custody.contract.Holder;
import custody.service.agenda.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the company allows. Durations are exact (a day has 24 hours).
///
/// @param facts how far what we learn of a customer or rep may be dated
/// @param ownership how far a change of responsibility may be dated
/// @param earliest no effective time lies before it, not even an imported one
/// @param defaultPool where customers go when no pool is named
/// @param pools those defined, by name, with their limits where no rule says others; none = every
///     name is a pool
/// @param grades the grades of customers, each with its colour (CSS hex)
public record Policy(
    Span facts,
    Span ownership,
    Instant earliest,
    String defaultPool,
    Map<String, Limits> pools,
    Map<String, String> grades) {
  public Policy {
    pools = Map.copyOf(pools);
    grades = Map.copyOf(grades);
  }

  /// @param back how far before now
  /// @param ahead how far after now
  public record Span(Duration back, Duration ahead) {}

  /// Null if customers may go into the pool.
  public @Nullable Rejection mayKeep(Holder holder) {
    return holder instanceof Holder.Pool(String pool)
            && !pools.isEmpty()
            && !pools.containsKey(pool)
            && !pool.equals(defaultPool)
        ? Rejection.conflict("pool-unknown", "There is no pool of this name; use one of {pools}.")
            .with(Map.of("pools", String.join(", ", new TreeSet<>(pools.keySet()))))
        : null;
  }
}

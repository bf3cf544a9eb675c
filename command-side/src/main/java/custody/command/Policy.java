package custody.command;

import custody.contract.Holder;
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
/// @param pools those with rules, by name; none = every name is a pool
/// @param grades the grades of customers, each with its colour (CSS hex)
public record Policy(
    Span facts,
    Span ownership,
    Instant earliest,
    String defaultPool,
    Map<String, PoolRules> pools,
    Map<String, String> grades) {
  public Policy {
    pools = Map.copyOf(pools);
    grades = Map.copyOf(grades);
  }

  /// @param back how far before now
  /// @param ahead how far after now
  public record Span(Duration back, Duration ahead) {}

  /// What a pool asks of those who claim from it.
  ///
  /// @param claimsPerDay a rep who has claimed as many customers that day, from whatever pool,
  ///     claims no more from this one; null = no limit
  /// @param mostHeld a rep who has as many customers claims no more from this one; null = no limit
  /// @param ban how long a rep may not claim a customer again whom they gave back or lost
  public record PoolRules(
      @Nullable Integer claimsPerDay, @Nullable Integer mostHeld, Duration ban) {}

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

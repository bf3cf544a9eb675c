package custody.command.axon;

import custody.command.Facts.Load;
import custody.command.Policy.PoolRules;
import custody.contract.RepId;
import custody.store.Lookups;
import custody.store.Turn;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is counted. What a rep who claims has already, only where a pool has a limit: then of all
/// claims by one rep only one is recorded at a time. And merges, always.
final class Loads implements Function<RepId, @Nullable Load> {
  private static final UUID MERGES = new UUID(0, 0);

  private final Lookups lookups;
  private final boolean limited;
  private final ZoneId zone;
  private final Clock clock;

  /// @param zone in which days begin
  Loads(Lookups lookups, Map<String, PoolRules> pools, ZoneId zone, Clock clock) {
    this.lookups = lookups;
    this.limited =
        pools.values().stream()
            .anyMatch(pool -> pool.claimsPerDay() != null || pool.mostHeld() != null);
    this.zone = zone;
    this.clock = clock;
  }

  /// The next of all merges, to be asked before anything that is decided on.
  Turn merge() {
    return new Turn(MERGES, lookups.load(MERGES, clock.instant(), 0).turn() + 1, 0);
  }

  @Override
  public @Nullable Load apply(RepId rep) {
    if (!limited) {
      return null;
    }
    Instant now = clock.instant();
    long day = now.atZone(zone).toLocalDate().toEpochDay();
    Lookups.Load load = lookups.load(rep.value(), now, day);
    return new Load(load.held(), load.claimed(), new Turn(rep.value(), load.turn() + 1, day));
  }
}

package custody.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The lookup tables when their events are elsewhere: an answer that is only reserved counts when
/// its append is settled.
final class SettlingLookups implements Lookups {
  private final Lookups tables;
  private final Reservations reservations;
  private final AxonServerWriter writer;

  SettlingLookups(Lookups tables, Reservations reservations, AxonServerWriter writer) {
    this.tables = tables;
    this.reservations = reservations;
    this.writer = writer;
  }

  /// Reserved ones too: who wants one of them waits for its append to be settled.
  @Override
  public Map<Claim, UUID> holders(Collection<Claim> claims) {
    return tables.holders(claims);
  }

  @Override
  public Optional<Answer> answer(String key) {
    Optional<UUID> reserved = reservations.ofAnswer(key);
    if (reserved.isPresent()) {
      writer.settle(reserved.get());
      if (reservations.ofAnswer(key).isPresent()) {
        throw new StoreUnavailableException("an append with this key is not settled yet");
      }
    }
    return tables.answer(key);
  }

  @Override
  public List<Alike> alike(Set<Long> parts, double atLeast, int limit) {
    return tables.alike(parts, atLeast, limit);
  }

  /// Reserved ones count: their append will take place, or another one has its turn.
  @Override
  public Load load(UUID rep, Instant now, long day) {
    return tables.load(rep, now, day);
  }
}

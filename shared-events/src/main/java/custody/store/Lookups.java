package custody.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Reads the tables kept beside the events: who has a claim, what was answered, which names are
/// alike. Only keyed hashes stand there.
public interface Lookups {

  /// The streams that have these claims; a claim nobody has is left out.
  Map<Claim, UUID> holders(Collection<Claim> claims);

  /// What was answered under this key.
  ///
  /// @param key keyed hash of caller and idempotency key, in hex
  Optional<Answer> answer(String key);

  /// @param stream the customer whose name is alike
  /// @param shared parts in common, divided by all parts of both (Jaccard), 0 to 1
  record Alike(UUID stream, double shared) {}

  /// Customers whose names are like this one, the likest first.
  ///
  /// @param atLeast the least share of common parts, 0 to 1
  List<Alike> alike(Set<Long> parts, double atLeast, int limit);

  /// What a rep has to do with.
  ///
  /// @param held customers that are the rep's at the time, or will be
  /// @param claimed how many the rep claimed on the day, where that is counted
  /// @param turn the number of the last turn the rep took; 0 if none
  record Load(long held, long claimed, long turn) {}

  /// @param now those whose time is over by then do not count, UTC
  /// @param day in days since 1970
  Load load(UUID rep, Instant now, long day);
}

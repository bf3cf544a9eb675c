package custody.contract;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/// The one definition, word for word and without any cleverness: the oracle that every view is
/// held against.
///
/// > state(asOf, knownAt) = the fold, in the order (effective time, position), of the events with
/// > recorded time ≤ knownAt and effective time ≤ asOf, leaving out the events voided by a
/// > correction recorded ≤ knownAt.
///
/// What says until when it holds (a cover, a collaborator) holds until then, exclusively.
public final class Definition {
  private Definition() {}

  /// The events that hold at the two times, in the order in which they are folded.
  ///
  /// @param asOf the moment in the business asked about, UTC
  /// @param knownAt the moment whose knowledge counts, UTC
  public static List<Recorded> select(Collection<Recorded> events, Instant asOf, Instant knownAt) {
    Set<UUID> voided = new HashSet<>();
    for (Recorded recorded : events) {
      if (recorded.event() instanceof CorrectionEvent.Voided correction
          && !recorded.recordedAt().isAfter(knownAt)) {
        voided.add(correction.event());
      }
    }
    return events.stream()
        .filter(recorded -> !recorded.recordedAt().isAfter(knownAt))
        .filter(recorded -> !recorded.effectiveAt().isAfter(asOf))
        .filter(recorded -> !voided.contains(recorded.eventId()))
        .sorted(Recorded.IN_EFFECTIVE_ORDER)
        .toList();
  }

  /// The state at the two times, UTC.
  public static <S> S state(
      S initial,
      BiFunction<S, Recorded, S> evolve,
      Collection<Recorded> events,
      Instant asOf,
      Instant knownAt) {
    S state = initial;
    for (Recorded recorded : select(events, asOf, knownAt)) {
      state = evolve.apply(state, recorded);
    }
    return state;
  }
}

package custody.query.customers;

import custody.contract.CustomerAt;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is known of a customer, folded: the one definition's state of a moment.
///
/// @param nextChangeAt when the next fact dated ahead takes effect; null if there is none
/// @param last the last fact folded, in effective order; null if none has taken effect
record Folded(
    UUID customer,
    Instant registeredAt,
    @Nullable Instant nextChangeAt,
    CustomerAt state,
    @Nullable Recorded last) {

  /// @param facts everything known of one customer, its registration included
  static Folded of(UUID customer, Collection<Fact> facts, Instant now) {
    List<Recorded> events = facts.stream().map(Fact::recorded).toList();
    return new Folded(
        customer,
        facts.stream()
            .filter(fact -> fact.content() instanceof Registered)
            .map(Fact::effectiveAt)
            .findFirst()
            .orElse(now),
        facts.stream()
            .map(Fact::effectiveAt)
            .filter(at -> at.isAfter(now))
            .min(Instant::compareTo)
            .orElse(null),
        CustomerAt.of(events, now, Instant.MAX),
        events.stream()
            .filter(event -> !event.effectiveAt().isAfter(now))
            .max(Recorded.IN_EFFECTIVE_ORDER)
            .orElse(null));
  }

  /// With what was learned since.
  ///
  /// @return null if only all facts together can tell: one is dated ahead, or comes before others
  @Nullable Folded and(List<Fact> learned, Instant now) {
    if (last == null || nextChangeAt != null || last.effectiveAt().isAfter(now)) {
      return null;
    }
    CustomerAt state = this.state;
    Recorded last = this.last;
    for (Fact fact : learned) {
      Recorded next = fact.recorded();
      if (next.effectiveAt().isAfter(now) || Recorded.IN_EFFECTIVE_ORDER.compare(next, last) <= 0) {
        return null;
      }
      state = state.evolve(next);
      last = next;
    }
    return new Folded(customer, registeredAt, null, state, last);
  }
}

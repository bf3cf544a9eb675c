package custody.query.customers;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.ProfileEvent;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.UUID;

/// One thing we know of a customer.
///
/// @param event its id
record Fact(
    UUID customer,
    long position,
    UUID event,
    Instant effectiveAt,
    Instant recordedAt,
    ProfileEvent content) {
  private static final UUID NONE = new UUID(0, 0);
  private static final Actor NOBODY = new Actor(Actor.Kind.SERVICE, "search");

  static Fact of(Recorded recorded, ProfileEvent content) {
    return new Fact(
        recorded.stream(),
        recorded.position(),
        recorded.eventId(),
        recorded.effectiveAt(),
        recorded.recordedAt(),
        content);
  }

  /// As the one definition folds it, to which who and why mean nothing.
  Recorded recorded() {
    return new Recorded(
        position,
        event,
        customer,
        0,
        recordedAt,
        new Envelope(NOBODY, Channel.API, null, effectiveAt, NONE, null, null),
        content);
  }
}

package custody.contract;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What every event says beside its content; the same for all.
///
/// @param actor who did it
/// @param channel the way it reached us
/// @param reason why; mandatory for ownership moves, corrections and erasure
/// @param effectiveAt since when it is true in the business, UTC, microseconds; null = from
///     the time it is recorded
/// @param correlationId one id for everything that one request, import or case caused
/// @param causationId the event or request that caused this one directly
/// @param source where it was imported from, if it was
public record Envelope(
    Actor actor,
    Channel channel,
    @Nullable Personal<String> reason,
    @Nullable Instant effectiveAt,
    UUID correlationId,
    @Nullable UUID causationId,
    @Nullable ImportSource source) {

  public Envelope effectiveAt(@Nullable Instant at) {
    return new Envelope(actor, channel, reason, at, correlationId, causationId, source);
  }
}

package custody.service;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.Personal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who makes a request, and through which channel. Controllers take it as an argument.
///
/// @param access what they are entitled by
/// @param correlationId the id of everything this request causes
public record Caller(Actor actor, Access access, Channel channel, UUID correlationId) {

  /// What the events of this request say beside their content.
  ///
  /// @param effectiveAt null = from the time they are recorded
  public Envelope envelope(@Nullable String reason, @Nullable Instant effectiveAt) {
    return new Envelope(
        actor,
        channel,
        reason == null ? null : Personal.of(reason),
        effectiveAt,
        correlationId,
        null,
        null);
  }
}

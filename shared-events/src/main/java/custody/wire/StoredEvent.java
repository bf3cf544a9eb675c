package custody.wire;

/// An event's written form.
///
/// @param name logical name, such as `follow-up.recorded`
/// @param revision of that name, from 1
/// @param payload the event's content as JSON, personal components sealed
/// @param envelope actor, channel, reason, correlation, causation and source as JSON, the reason
///     and the original author sealed; the effective time is kept beside it
public record StoredEvent(String name, int revision, String payload, String envelope) {}

package custody.contract;

/// A fact that happened. Immutable, stored for ever under a logical name and revision that never
/// change their meaning.
///
/// Which stream it belongs to, who, when, since when and why stand in {@link Recorded} and {@link
/// Envelope}, not in the event.
public sealed interface Event
    permits CustomerEvent, RepEvent, RuleEvent, HandoverEvent, ErasureEvent {}

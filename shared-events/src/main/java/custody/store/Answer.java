package custody.store;

/// The answer once given under an idempotency key, kept in the same transaction as the events.
///
/// @param key keyed hash of caller and idempotency key, in hex
/// @param request hash of the request, in hex: another request under the same key is refused
/// @param receipt what to answer again, JSON without personal data
public record Answer(String key, String request, String receipt) {}

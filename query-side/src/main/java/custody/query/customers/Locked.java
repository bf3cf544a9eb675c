package custody.query.customers;

import java.time.Instant;

/// A customer's row that nobody else writes until the transaction ends.
///
/// @param written by which transaction it was
/// @param rewrittenBy the one under way
record Locked(Instant updatedAt, String written, String rewrittenBy) {}

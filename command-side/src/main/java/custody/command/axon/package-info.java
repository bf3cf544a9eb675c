/// The shell around the deciders: Axon's aggregates, repositories and command bus, claims, retries
/// and idempotency.
@NullMarked
package custody.command.axon;

import org.jspecify.annotations.NullMarked;

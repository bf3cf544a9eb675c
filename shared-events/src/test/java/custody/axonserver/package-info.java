/// A small Axon Server for tests, since the real one is no library: what Axon's connector asks of
/// it, as the real one answers, and faults on demand.
@NullMarked
package custody.axonserver;

import org.jspecify.annotations.NullMarked;

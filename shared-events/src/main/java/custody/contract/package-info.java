/// What both sides and every API client agree on: events, identifiers and value types.
///
/// Plain Java only: no Spring, no Axon, no Jackson. Events are for ever; how to add one is written
/// in CONTRIBUTING.
@NullMarked
package custody.contract;

import org.jspecify.annotations.NullMarked;

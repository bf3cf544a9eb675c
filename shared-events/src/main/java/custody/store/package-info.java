/// The PostgreSQL event store behind Axon's event storage interface. The only package that speaks
/// SQL to the event tables.
@NullMarked
package custody.store;

import org.jspecify.annotations.NullMarked;

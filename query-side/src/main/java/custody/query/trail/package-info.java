/// What stands in the store, event by event, and what caused what.
@NullMarked
package custody.query.trail;

import org.jspecify.annotations.NullMarked;

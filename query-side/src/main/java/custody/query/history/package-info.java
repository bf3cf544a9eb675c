/// Everything that happened to a customer, in order: paged, by family, or as a whole for a
/// replay.
@NullMarked
package custody.query.history;

import org.jspecify.annotations.NullMarked;

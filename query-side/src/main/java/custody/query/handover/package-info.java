/// Handover cases: what is in them, who would go where, what the receivers need to know, and what
/// became of the customers.
@NullMarked
package custody.query.handover;

import org.jspecify.annotations.NullMarked;

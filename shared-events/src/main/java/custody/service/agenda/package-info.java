/// What falls due: pure functions from rules and facts, the same for lists, dry runs and real
/// runs, and the reader of the view that keeps those facts.
@NullMarked
package custody.service.agenda;

import org.jspecify.annotations.NullMarked;

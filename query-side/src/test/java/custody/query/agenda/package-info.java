/// What falls due, held against the definition.
@NullMarked
package custody.query.agenda;

import org.jspecify.annotations.NullMarked;

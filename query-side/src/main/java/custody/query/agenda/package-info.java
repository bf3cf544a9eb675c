/// What falls due: the facts that rules judge by, the lists they make, and each person's inbox.
@NullMarked
package custody.query.agenda;

import org.jspecify.annotations.NullMarked;

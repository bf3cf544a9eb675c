/// The side that answers: one package below this one per view.
@NullMarked
package custody.query;

import org.jspecify.annotations.NullMarked;

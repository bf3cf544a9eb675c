/// Long work and how far it is.
@NullMarked
package custody.query.operations;

import org.jspecify.annotations.NullMarked;

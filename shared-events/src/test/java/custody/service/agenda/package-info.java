/// What falls due, held against naive definitions.
@NullMarked
package custody.service.agenda;

import org.jspecify.annotations.NullMarked;

/// Both sides in one process on a PostgreSQL of its own.
@NullMarked
package custody.standalone;

import org.jspecify.annotations.NullMarked;

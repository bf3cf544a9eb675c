/// Which profile fields there are, of which type, and their values in plain JSON.
@NullMarked
package custody.service.field;

import org.jspecify.annotations.NullMarked;

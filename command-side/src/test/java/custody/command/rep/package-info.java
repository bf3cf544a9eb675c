@NullMarked
package custody.command.rep;

import org.jspecify.annotations.NullMarked;

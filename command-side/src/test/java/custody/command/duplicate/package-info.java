@NullMarked
package custody.command.duplicate;

import org.jspecify.annotations.NullMarked;

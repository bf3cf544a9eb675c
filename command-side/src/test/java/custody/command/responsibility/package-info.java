@NullMarked
package custody.command.responsibility;

import org.jspecify.annotations.NullMarked;

@NullMarked
package custody.command.call;

import org.jspecify.annotations.NullMarked;

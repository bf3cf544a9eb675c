@NullMarked
package custody.command.complaint;

import org.jspecify.annotations.NullMarked;

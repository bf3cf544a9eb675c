/// What customers are unhappy with, until it is resolved.
@NullMarked
package custody.command.complaint;

import org.jspecify.annotations.NullMarked;

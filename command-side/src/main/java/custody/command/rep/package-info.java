/// The salespeople: they join, move, leave.
@NullMarked
package custody.command.rep;

import org.jspecify.annotations.NullMarked;

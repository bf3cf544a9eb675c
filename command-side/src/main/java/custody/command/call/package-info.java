/// Calls as the telephone system tells of them.
@NullMarked
package custody.command.call;

import org.jspecify.annotations.NullMarked;

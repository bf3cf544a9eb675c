/// Changing the master key while Custody runs.
@NullMarked
package custody.command.keys;

import org.jspecify.annotations.NullMarked;

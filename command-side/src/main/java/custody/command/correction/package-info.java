/// Voiding what was recorded wrongly.
@NullMarked
package custody.command.correction;

import org.jspecify.annotations.NullMarked;

@NullMarked
package custody.command.correction;

import org.jspecify.annotations.NullMarked;

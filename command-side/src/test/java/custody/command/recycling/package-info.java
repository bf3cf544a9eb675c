@NullMarked
package custody.command.recycling;

import org.jspecify.annotations.NullMarked;

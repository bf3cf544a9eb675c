@NullMarked
package custody.command;

import org.jspecify.annotations.NullMarked;

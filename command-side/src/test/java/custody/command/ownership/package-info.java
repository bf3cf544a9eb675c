@NullMarked
package custody.command.ownership;

import org.jspecify.annotations.NullMarked;

@NullMarked
package custody.command.axon;

import org.jspecify.annotations.NullMarked;

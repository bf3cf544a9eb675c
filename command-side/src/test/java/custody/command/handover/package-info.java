@NullMarked
package custody.command.handover;

import org.jspecify.annotations.NullMarked;

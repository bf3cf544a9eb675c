@NullMarked
package custody.command.followup;

import org.jspecify.annotations.NullMarked;

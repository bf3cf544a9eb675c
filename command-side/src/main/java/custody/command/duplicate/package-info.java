/// Finding the same customer entered twice: certain by unique facts, likely by similar names.
@NullMarked
package custody.command.duplicate;

import org.jspecify.annotations.NullMarked;

@NullMarked
package custody.command.profile;

import org.jspecify.annotations.NullMarked;

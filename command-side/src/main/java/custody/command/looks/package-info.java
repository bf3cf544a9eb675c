/// Watches whether those who are about to leave look at more than they usually do.
@NullMarked
package custody.command.looks;

import org.jspecify.annotations.NullMarked;

/// What people do with entries of their inbox, and how it reaches them elsewhere.
@NullMarked
package custody.command.inbox;

import org.jspecify.annotations.NullMarked;

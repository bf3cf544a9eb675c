/// Contacts with a customer, and what was promised.
@NullMarked
package custody.command.followup;

import org.jspecify.annotations.NullMarked;

/// Customers that rules take back into a pool, and those that are exempt from it.
@NullMarked
package custody.command.recycling;

import org.jspecify.annotations.NullMarked;

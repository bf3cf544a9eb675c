/// Customers that were entered twice.
@NullMarked
package custody.command.merge;

import org.jspecify.annotations.NullMarked;

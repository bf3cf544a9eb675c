@NullMarked
package custody.command.customer;

import org.jspecify.annotations.NullMarked;

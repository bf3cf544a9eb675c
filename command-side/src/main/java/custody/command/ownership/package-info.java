/// Who is responsible for a customer, or in which pool it is.
@NullMarked
package custody.command.ownership;

import org.jspecify.annotations.NullMarked;

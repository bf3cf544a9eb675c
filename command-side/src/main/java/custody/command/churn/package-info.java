/// Customers that are lost, and won back.
@NullMarked
package custody.command.churn;

import org.jspecify.annotations.NullMarked;

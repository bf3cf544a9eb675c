@NullMarked
package custody.command.churn;

import org.jspecify.annotations.NullMarked;

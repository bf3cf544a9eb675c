/// Tests of rules.
@NullMarked
package custody.command.rule;

import org.jspecify.annotations.NullMarked;

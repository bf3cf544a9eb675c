/// What the company demands of its reps: rules, each set and set anew as a fact of its own.
@NullMarked
package custody.command.rule;

import org.jspecify.annotations.NullMarked;

/// Tests of work that has its time.
@NullMarked
package custody.command.schedule;

import org.jspecify.annotations.NullMarked;

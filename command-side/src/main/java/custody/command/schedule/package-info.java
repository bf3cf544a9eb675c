/// Work that has its time: done once, by whichever process is up, and caught up with after a pause.
@NullMarked
package custody.command.schedule;

import org.jspecify.annotations.NullMarked;

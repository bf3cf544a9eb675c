/// Following what is recorded: programs the events, people the changes to what they look at.
@NullMarked
package custody.query.follow;

import org.jspecify.annotations.NullMarked;

/// Who is responsible beside the owner: covers, collaborators, stewards.
@NullMarked
package custody.command.responsibility;

import org.jspecify.annotations.NullMarked;

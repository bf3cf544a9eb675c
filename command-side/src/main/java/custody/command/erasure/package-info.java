/// Erasing what is known of a person: asked for, approved by a second person, carried out, proven.
@NullMarked
package custody.command.erasure;

import org.jspecify.annotations.NullMarked;

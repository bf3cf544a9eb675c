/// The side that decides: one package below this one per slice.
@NullMarked
package custody.command;

import org.jspecify.annotations.NullMarked;

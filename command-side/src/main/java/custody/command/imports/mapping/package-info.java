/// What a file's columns mean: the mapping, and rows read by it as lines of a history.
@NullMarked
package custody.command.imports.mapping;

import org.jspecify.annotations.NullMarked;

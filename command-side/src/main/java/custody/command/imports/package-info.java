/// Imports: files of other systems become facts of ours, with their original authors and dates.
@NullMarked
package custody.command.imports;

import org.jspecify.annotations.NullMarked;

/// Nasty files.
@NullMarked
package custody.command.imports.source;

import org.jspecify.annotations.NullMarked;

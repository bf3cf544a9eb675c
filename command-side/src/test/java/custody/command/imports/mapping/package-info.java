/// Mappings that fit, and those that do not.
@NullMarked
package custody.command.imports.mapping;

import org.jspecify.annotations.NullMarked;

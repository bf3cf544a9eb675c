/// What both sides know of imports: the command side keeps rejected rows, the query side hands them
/// out.
@NullMarked
package custody.service.imports;

import org.jspecify.annotations.NullMarked;

/// What imports leave behind for people: rejected rows, and what was said of which row.
@NullMarked
package custody.query.imports;

import org.jspecify.annotations.NullMarked;

@NullMarked
package custody.query.sight;

import org.jspecify.annotations.NullMarked;

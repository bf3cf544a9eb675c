@NullMarked
package custody.standalone;

import org.jspecify.annotations.NullMarked;

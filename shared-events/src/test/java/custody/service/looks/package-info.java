@NullMarked
package custody.service.looks;

import org.jspecify.annotations.NullMarked;

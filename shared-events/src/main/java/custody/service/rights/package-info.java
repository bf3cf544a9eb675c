/// Who may what: the one table both sides decide by, and the words it is written in.
@NullMarked
package custody.service.rights;

import org.jspecify.annotations.NullMarked;

/// Every endpoint, walked by everybody: who sees and does what, and that nobody can tell what is
/// hidden from what is not there.
@NullMarked
package custody.standalone.walk;

import org.jspecify.annotations.NullMarked;

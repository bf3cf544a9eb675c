/// Who is signed in, and the accounts there are.
@NullMarked
package custody.query.access;

import org.jspecify.annotations.NullMarked;

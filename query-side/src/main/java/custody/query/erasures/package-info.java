/// Erasure cases and their proofs.
@NullMarked
package custody.query.erasures;

import org.jspecify.annotations.NullMarked;

/// Who calls and what they are entitled by: tokens, the keys that sign them, accounts, and the
/// rules at the gate.
@NullMarked
package custody.access;

import org.jspecify.annotations.NullMarked;

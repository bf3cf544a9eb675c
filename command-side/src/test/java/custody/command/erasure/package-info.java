/// Tests of erasure cases.
@NullMarked
package custody.command.erasure;

import org.jspecify.annotations.NullMarked;

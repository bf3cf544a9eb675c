/// How requests become commands and receipts become answers, the same for every slice.
@NullMarked
package custody.command.http;

import org.jspecify.annotations.NullMarked;

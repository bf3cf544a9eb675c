/// HTTP as both sides speak it: one form of error, strict JSON, limits, who calls.
@NullMarked
package custody.service.http;

import org.jspecify.annotations.NullMarked;

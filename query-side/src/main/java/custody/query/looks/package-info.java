/// Who looked at what: the access log, asked by customer, by person and by time.
@NullMarked
package custody.query.looks;

import org.jspecify.annotations.NullMarked;

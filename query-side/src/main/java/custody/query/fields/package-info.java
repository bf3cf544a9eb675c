/// Which fields customers and contacts have, so that clients can show and enter them.
@NullMarked
package custody.query.fields;

import org.jspecify.annotations.NullMarked;

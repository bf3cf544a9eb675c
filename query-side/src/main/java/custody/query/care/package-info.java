/// Losses and complaints of all customers, with whose customers they were.
@NullMarked
package custody.query.care;

import org.jspecify.annotations.NullMarked;

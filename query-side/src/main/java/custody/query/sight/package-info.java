/// What a viewer may see: the rules, as conditions that stand inside every query about customers.
@NullMarked
package custody.query.sight;

import org.jspecify.annotations.NullMarked;

/// Who had which customer, when, and as known when: intervals without gap or overlap.
@NullMarked
package custody.query.ownership;

import org.jspecify.annotations.NullMarked;

/// What we have of one person, given to that person.
@NullMarked
package custody.query.subject;

import org.jspecify.annotations.NullMarked;

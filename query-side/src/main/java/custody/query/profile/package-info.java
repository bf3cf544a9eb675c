/// What we know of a customer, at any two times: the profile, its mirror (every version of every
/// field), what changed in between, and how complete it was.
@NullMarked
package custody.query.profile;

import org.jspecify.annotations.NullMarked;

/// The reps: who they are, in which team and territory, when; what each of them owned and did.
@NullMarked
package custody.query.reps;

import org.jspecify.annotations.NullMarked;

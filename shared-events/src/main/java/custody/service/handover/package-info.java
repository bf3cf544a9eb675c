/// What both sides have in common of handover cases: the assignment worked out by the query side,
/// which the command side freezes.
@NullMarked
package custody.service.handover;

import org.jspecify.annotations.NullMarked;

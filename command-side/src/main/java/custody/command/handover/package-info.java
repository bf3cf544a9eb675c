/// Handover cases: everything a rep held moves to receivers, planned, approved by a second person,
/// carried out whatever is killed meanwhile, and undone if need be.
@NullMarked
package custody.command.handover;

import org.jspecify.annotations.NullMarked;

package custody.command;

import custody.contract.Actor;
import custody.contract.RepId;
import java.time.Instant;
import java.util.Set;

/// Who is what to an aggregate at a moment. Rights are judged by it, so whatever can be asked to
/// change says it of itself.
///
/// @param exists false if nothing was recorded yet
/// @param hidden true if those who see nothing of it must not find out that it exists
/// @param owners the reps it is about: a customer's owner, a rep, a case's leavers
/// @param since since when it is with them, UTC
/// @param pooled true for a customer in a pool
/// @param covers who stands in for the owner
/// @param collaborators who has access too
/// @param stewards who is responsible beside the owner
public record Standing(
    boolean exists,
    boolean hidden,
    Set<RepId> owners,
    Instant since,
    boolean pooled,
    Set<RepId> covers,
    Set<RepId> collaborators,
    Set<Actor> stewards) {
  /// Of what is nobody's in particular, and no secret.
  public static final Standing OPEN = about(true, false, Set.of(), Instant.EPOCH);

  public Standing {
    owners = Set.copyOf(owners);
    covers = Set.copyOf(covers);
    collaborators = Set.copyOf(collaborators);
    stewards = Set.copyOf(stewards);
  }

  /// Of what is about reps.
  public static Standing about(boolean exists, boolean hidden, Set<RepId> reps, Instant since) {
    return new Standing(exists, hidden, reps, since, false, Set.of(), Set.of(), Set.of());
  }
}

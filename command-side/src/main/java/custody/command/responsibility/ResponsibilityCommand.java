package custody.command.responsibility;

import custody.command.CustomerCommand;
import custody.contract.Actor;
import custody.contract.CollaboratorId;
import custody.contract.CoverId;
import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.StewardId;
import custody.service.rights.Right;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link Responsibilities}. What is given begins at its effective time.
public sealed interface ResponsibilityCommand extends CustomerCommand {
  @Override
  default Right right() {
    return switch (this) {
      case StartCover _, EndCover _ -> Right.COVER;
      case AddCollaborator _, RemoveCollaborator _ -> Right.SHARE;
      case AssignSteward _, RemoveSteward _ -> Right.STEWARD;
    };
  }

  /// Somebody stands in for whoever owns the customer when the cover begins.
  record StartCover(CustomerId customer, CoverId cover, RepId by, Instant until)
      implements ResponsibilityCommand {
    @Override
    public Set<RepId> reps() {
      return Set.of(by);
    }
  }

  /// Before its time; or calls it off.
  record EndCover(CustomerId customer, CoverId cover) implements ResponsibilityCommand {}

  /// @param until null = until removed
  record AddCollaborator(
      CustomerId customer, CollaboratorId collaborator, RepId rep, @Nullable Instant until)
      implements ResponsibilityCommand {
    @Override
    public Set<RepId> reps() {
      return Set.of(rep);
    }
  }

  record RemoveCollaborator(CustomerId customer, CollaboratorId collaborator)
      implements ResponsibilityCommand {}

  /// @param account a rep, or any other user
  /// @param until null = until removed
  record AssignSteward(
      CustomerId customer, StewardId steward, Actor account, @Nullable Instant until)
      implements ResponsibilityCommand {
    @Override
    public Set<RepId> reps() {
      return account.kind() == Actor.Kind.REP ? Set.of(RepId.of(account.id())) : Set.of();
    }
  }

  record RemoveSteward(CustomerId customer, StewardId steward) implements ResponsibilityCommand {}

  @Override
  default Dating dating() {
    return Dating.OWNERSHIP;
  }
}

package custody.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who is responsible for a customer beside its owner, each from the event's effective time on.
///
/// What is given ends at the first of: the time it says itself (`until`, exclusive), and the
/// effective time of the event that ends it, be that before it even began.
public sealed interface ResponsibilityEvent extends CustomerEvent {

  /// Somebody stands in for the owner, who stays the owner. A cover is for one owner: while the
  /// customer is with anybody else it is not in force.
  ///
  /// @param owner who is stood in for
  /// @param by who stands in
  record CoverStarted(CoverId cover, RepId owner, RepId by, Instant until)
      implements ResponsibilityEvent {}

  /// Ends before its time, or is called off.
  record CoverEnded(CoverId cover) implements ResponsibilityEvent {}

  /// @param rep who has access too, whoever owns the customer
  /// @param until null = until removed
  record CollaboratorAdded(CollaboratorId collaborator, RepId rep, @Nullable Instant until)
      implements ResponsibilityEvent {}

  record CollaboratorRemoved(CollaboratorId collaborator) implements ResponsibilityEvent {}

  /// @param account the member of the customer department, a rep or any other user
  /// @param until null = until removed
  record StewardAssigned(StewardId steward, Actor account, @Nullable Instant until)
      implements ResponsibilityEvent {}

  record StewardRemoved(StewardId steward) implements ResponsibilityEvent {}
}

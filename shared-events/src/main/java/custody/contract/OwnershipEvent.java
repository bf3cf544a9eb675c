package custody.contract;

/// Moves of a customer between owners and pools. Each holds from its effective time until the next
/// in effective order, so `from` is what the mover saw, not what defines the owner before it.
public sealed interface OwnershipEvent extends CustomerEvent {

  /// Where the customer is from the event's effective time on.
  Holder to();

  /// A manager gives a customer of a pool to a rep.
  record Assigned(Holder.Owner to) implements OwnershipEvent {}

  record Transferred(RepId from, Holder.Owner to) implements OwnershipEvent {}

  record Released(RepId from, Holder.Pool to) implements OwnershipEvent {}

  /// A rule takes the customer back.
  ///
  /// @param ruleVersion the version that caused it, from 1
  record Recycled(RepId from, Holder.Pool to, RuleId rule, int ruleVersion)
      implements OwnershipEvent {}

  record Claimed(Holder.Pool from, Holder.Owner to) implements OwnershipEvent {}
}

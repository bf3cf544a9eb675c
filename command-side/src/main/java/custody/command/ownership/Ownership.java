package custody.command.ownership;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.GiveBack;
import custody.command.ownership.OwnershipCommand.HandOver;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.contract.Holder;
import custody.contract.Holder.Owner;
import custody.contract.Holder.Pool;
import custody.contract.OwnershipEvent;
import custody.contract.OwnershipEvent.Assigned;
import custody.contract.OwnershipEvent.Claimed;
import custody.contract.OwnershipEvent.Released;
import custody.contract.OwnershipEvent.Transferred;
import custody.contract.Recorded;
import custody.contract.RepId;
import java.util.UUID;
import java.util.function.Function;

/// Who has the customer, from when on. Each move is judged by who has it at its own effective time,
/// and holds until the next move in effective order.
///
/// @param holders never without the one named at registration, so there is never a gap
public record Ownership(Versions<Holder> holders) {
  public static final Ownership NONE = new Ownership(Versions.none());

  private static final Rejection NOT_OWNED =
      Rejection.conflict(
          "not-owned", "The customer is in a pool at that time; assign it, or let a rep claim it.");
  private static final Rejection NOT_IN_POOL =
      Rejection.conflict(
          "not-in-pool", "The customer has an owner at that time; transfer it instead.");
  private static final Rejection ALREADY_OWNER =
      Rejection.conflict(
          "already-owner", "This rep is the owner at that time; there is nothing to move.");

  private static final Rejection MOVED_MEANWHILE =
      Rejection.conflict(
          "moved-meanwhile", "The customer has been moved by somebody else; look who has it now.");

  public Decision decide(OwnershipCommand command, Context context) {
    Holder holder = holders.at(context.effectiveAt());
    if (holder == null) {
      throw new IllegalStateException("a registered customer has a holder at every time");
    }
    return switch (command) {
      case Assign it ->
          switch (holder) {
            case Pool _ -> toOwner(it.to(), context, Assigned::new);
            case Owner _ -> Decision.rejected(NOT_IN_POOL);
          };
      case Claim it ->
          switch (holder) {
            case Pool pool -> toOwner(it.by(), context, owner -> new Claimed(pool, owner));
            case Owner _ -> Decision.rejected(NOT_IN_POOL);
          };
      case Transfer it ->
          switch (holder) {
            case Pool _ -> Decision.rejected(NOT_OWNED);
            case Owner(RepId from) when from.equals(it.to()) -> Decision.rejected(ALREADY_OWNER);
            case Owner(RepId from) ->
                toOwner(it.to(), context, owner -> new Transferred(from, owner));
          };
      case Release it ->
          switch (holder) {
            case Pool _ -> Decision.rejected(NOT_OWNED);
            case Owner(RepId from) -> {
              String pool = it.pool();
              yield Decision.accepted(
                  new Released(
                      from, new Pool(pool == null ? context.policy().defaultPool() : pool)));
            }
          };
      case HandOver it ->
          stayedWith(new Owner(it.from()), context)
              ? switch (it.to()) {
                case Owner(RepId rep) ->
                    toOwner(rep, context, owner -> new Transferred(it.from(), owner));
                case Pool pool -> Decision.accepted(new Released(it.from(), pool));
              }
              : Decision.rejected(MOVED_MEANWHILE);
      case GiveBack it -> {
        Rejection objection = context.facts().mayOwn(it.to(), context.effectiveAt());
        yield !stayedWith(it.from(), context)
            ? Decision.rejected(MOVED_MEANWHILE)
            : objection != null
                ? Decision.rejected(objection)
                : Decision.accepted(
                    switch (it.from()) {
                      case Owner(RepId from) -> new Transferred(from, new Owner(it.to()));
                      case Pool _ -> new Assigned(new Owner(it.to()));
                    });
      }
    };
  }

  /// True if nobody has moved the customer since the effective time, which may lie in the past.
  private boolean stayedWith(Holder holder, Context context) {
    return holders.during(context.effectiveAt(), context.now()).stream().allMatch(holder::equals);
  }

  private static Decision toOwner(
      RepId rep, Context context, Function<Owner, OwnershipEvent> move) {
    Rejection objection = context.mayOwn(rep);
    return objection == null
        ? Decision.accepted(move.apply(new Owner(rep)))
        : Decision.rejected(objection);
  }

  public Ownership registered(Recorded recorded, Holder holder) {
    return new Ownership(holders.with(recorded, holder));
  }

  public Ownership evolve(Recorded recorded, OwnershipEvent event) {
    return new Ownership(holders.with(recorded, event.to()));
  }

  public Ownership without(UUID event) {
    return new Ownership(holders.without(event));
  }
}

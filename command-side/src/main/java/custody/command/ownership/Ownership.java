package custody.command.ownership;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Facts;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.GiveBack;
import custody.command.ownership.OwnershipCommand.HandOver;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.contract.Channel;
import custody.contract.CustomerId;
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
import custody.service.agenda.Limits;
import custody.store.Holding;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
            case Pool pool -> claim(pool, it.by(), context);
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
              String name = it.pool();
              Pool pool = new Pool(name == null ? context.policy().defaultPool() : name);
              Rejection unknown = context.policy().mayKeep(pool);
              yield unknown == null
                  ? Decision.accepted(new Released(from, pool))
                  : Decision.rejected(unknown);
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

  private Decision claim(Pool pool, RepId rep, Context context) {
    // What is imported took place all the same.
    Rejection objection =
        context.envelope().channel() == Channel.IMPORT
            ? null
            : objection(context.limits(pool.pool()), rep, context);
    return objection == null
        ? toOwner(rep, context, owner -> new Claimed(pool, owner))
        : Decision.rejected(objection);
  }

  private @Nullable Rejection objection(Limits limits, RepId rep, Context context) {
    Instant lost = lastLost(rep, context.effectiveAt());
    if (lost != null && lost.plus(limits.ban()).isAfter(context.effectiveAt())) {
      return Rejection.conflict(
              "claim-banned", "The rep had this customer and may claim it again from {from} on.")
          .with(Map.of("from", lost.plus(limits.ban()).toString()));
    }
    Facts.Load load = context.facts().load();
    if (load == null) {
      return null;
    }
    Integer most = limits.mostHeld();
    if (most != null && load.held() >= most) {
      return Rejection.conflict(
              "claim-limit-held",
              "The rep has {held} customers; whoever has {limit} claims no more from this pool.")
          .with(Map.of("held", load.held(), "limit", most));
    }
    Integer perDay = limits.claimsPerDay();
    return perDay != null && load.claimed() >= perDay
        ? Rejection.conflict(
                "claim-limit-day",
                "The rep has claimed {claimed} customers today; {limit} are allowed.")
            .with(Map.of("claimed", load.claimed(), "limit", perDay))
        : null;
  }

  /// When the rep last ceased to have the customer; null if never.
  private @Nullable Instant lastLost(RepId rep, Instant time) {
    Instant lost = null;
    boolean had = false;
    for (Versions.Version<Holder> version : holders.inEffectiveOrder()) {
      if (version.effectiveAt().isAfter(time)) {
        break;
      }
      boolean has = version.value().equals(new Owner(rep));
      if (had && !has) {
        lost = version.effectiveAt();
      }
      had = has;
    }
    return lost;
  }

  /// Who has it now or at a time known to come.
  public Set<Holding> holdings(CustomerId customer, Instant now) {
    Set<Holding> holdings = new HashSet<>();
    List<Versions.Version<Holder>> all = holders.inEffectiveOrder();
    for (int i = 0; i < all.size(); i++) {
      Versions.Version<Holder> version = all.get(i);
      Instant until = i + 1 < all.size() ? all.get(i + 1).effectiveAt() : Instant.MAX;
      if (version.value() instanceof Owner(RepId rep) && until.isAfter(now)) {
        holdings.add(new Holding(rep.value(), customer.value(), version.sequence(), until));
      }
    }
    return holdings;
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

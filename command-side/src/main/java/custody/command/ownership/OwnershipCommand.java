package custody.command.ownership;

import custody.command.CustomerCommand;
import custody.contract.CustomerId;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.service.rights.Right;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link Ownership}. All need a reason.
public sealed interface OwnershipCommand extends CustomerCommand {
  @Override
  default Right right() {
    return switch (this) {
      case Assign _ -> Right.ASSIGN;
      case Claim _ -> Right.CLAIM;
      case Transfer _, HandOver _, GiveBack _ -> Right.TRANSFER;
      case Release _ -> Right.RELEASE;
    };
  }

  @Override
  default @Nullable RepId receiver() {
    return switch (this) {
      case Assign it -> it.to();
      case Claim it -> it.by();
      case Transfer it -> it.to();
      case GiveBack it -> it.to();
      case HandOver it -> it.to() instanceof Holder.Owner(RepId rep) ? rep : null;
      case Release _ -> null;
    };
  }

  /// A manager gives a customer of a pool to a rep.
  record Assign(CustomerId customer, RepId to) implements OwnershipCommand {
    @Override
    public Set<RepId> reps() {
      return Set.of(to);
    }
  }

  record Transfer(CustomerId customer, RepId to) implements OwnershipCommand {
    @Override
    public Set<RepId> reps() {
      return Set.of(to);
    }
  }

  /// @param pool null = the configured pool
  record Release(CustomerId customer, @Nullable String pool) implements OwnershipCommand {}

  /// A rep takes the customer from its pool.
  record Claim(CustomerId customer, RepId by) implements OwnershipCommand {
    @Override
    public Set<RepId> reps() {
      return Set.of(by);
    }
  }

  /// A handover case moves the customer, unless somebody else has.
  record HandOver(CustomerId customer, RepId from, Holder to) implements OwnershipCommand {
    @Override
    public Set<RepId> reps() {
      return to instanceof Holder.Owner(RepId rep) ? Set.of(rep) : Set.of();
    }
  }

  /// A handover case that is undone gives the customer back, also to a rep who is leaving.
  record GiveBack(CustomerId customer, Holder from, RepId to) implements OwnershipCommand {
    @Override
    public Set<RepId> reps() {
      return Set.of(to);
    }
  }

  @Override
  default boolean needsReason() {
    return true;
  }

  @Override
  default Dating dating() {
    return Dating.OWNERSHIP;
  }
}

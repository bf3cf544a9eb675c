package custody.command.ownership;

import custody.command.CustomerCommand;
import custody.contract.CustomerId;
import custody.contract.Holder;
import custody.contract.RepId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link Ownership}. All need a reason.
public sealed interface OwnershipCommand extends CustomerCommand {

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

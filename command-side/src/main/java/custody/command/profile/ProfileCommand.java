package custody.command.profile;

import custody.command.CustomerCommand;
import custody.contract.Changes;
import custody.contract.CustomerId;
import custody.contract.Holder;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.Kind;
import custody.contract.RepId;
import custody.service.rights.Right;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link Profile}.
public sealed interface ProfileCommand extends CustomerCommand {
  @Override
  default Right right() {
    return switch (this) {
      case Register _ -> Right.REGISTER;
      case Amend _, Classify _ -> Right.AMEND;
    };
  }

  /// @param customer a new id
  /// @param holder the first owner or pool; null = the configured pool
  /// @param despiteLikely true if a person has looked at the likely duplicates and says that this
  ///     is another customer; needs a reason
  record Register(
      CustomerId customer,
      Kind kind,
      Changes fields,
      List<ExternalId> externalIds,
      @Nullable Holder holder,
      boolean despiteLikely)
      implements ProfileCommand {
    public Register {
      externalIds = List.copyOf(externalIds);
    }

    @Override
    public Set<RepId> reps() {
      return holder instanceof Holder.Owner(RepId rep) ? Set.of(rep) : Set.of();
    }

    @Override
    public @Nullable RepId receiver() {
      return holder instanceof Holder.Owner(RepId rep) ? rep : null;
    }
  }

  /// @param fields what to set and clear; what is so already is left out
  record Amend(CustomerId customer, Changes fields) implements ProfileCommand {}

  /// @param colour CSS hex colour (`#d92d20`); null = the configured colour of the grade
  record Classify(CustomerId customer, String grade, @Nullable String colour)
      implements ProfileCommand {}
}

package custody.command.merge;

import custody.command.Context;
import custody.command.CustomerCommand;
import custody.command.Decision;
import custody.command.Facts.Other;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.correction.CorrectionCommand;
import custody.command.erasure.PersonalDataCommand;
import custody.command.merge.MergeCommand.MergeInto;
import custody.command.merge.MergeCommand.RevertMerge;
import custody.command.ownership.OwnershipCommand;
import custody.command.recycling.RecyclingCommand;
import custody.command.responsibility.ResponsibilityCommand;
import custody.contract.CustomerId;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whether the customer is the same as another one, entered twice. What was recorded of it stays
/// its own, its holder and its claims on phone numbers included, so that the merge can be reverted
/// and the number cannot be entered a third time.
///
/// @param into empty = itself
public record Merge(Versions<Optional<CustomerId>> into) {
  public static final Merge NONE = new Merge(Versions.none());

  /// Null unless the customer is another one by then, and the command is about what goes on there.
  public @Nullable Rejection objection(CustomerCommand command, Instant effectiveAt) {
    CustomerId other = at(effectiveAt);
    return other == null || staysHere(command)
        ? null
        : Rejection.conflict(
                "customer-merged", "This customer was merged into {existing}; use that customer.")
            .with(Map.of("existing", other.toString()));
  }

  /// Somebody holds it as long as it is there, and mistakes can be corrected.
  private static boolean staysHere(CustomerCommand command) {
    return command instanceof MergeCommand
        || command instanceof OwnershipCommand
        || command instanceof ResponsibilityCommand
        || command instanceof RecyclingCommand
        || command instanceof CorrectionCommand
        || command instanceof PersonalDataCommand;
  }

  public Decision decide(MergeCommand command, Context context) {
    CustomerId present = at(context.effectiveAt());
    return switch (command) {
      case MergeInto(CustomerId customer, CustomerId other) ->
          present == null
              ? merge(customer, other, context.facts().other())
              : Decision.rejected(
                  Rejection.conflict(
                          "customer-merged",
                          "This customer was merged into {existing}; revert that first.")
                      .with(Map.of("existing", present.toString())));
      case RevertMerge _ ->
          present == null
              ? Decision.rejected(
                  Rejection.conflict("not-merged", "The customer is not merged into another one."))
              : Decision.accepted(new MergeReverted());
    };
  }

  private static Decision merge(CustomerId customer, CustomerId into, @Nullable Other other) {
    if (into.equals(customer)) {
      return Decision.rejected(
          Rejection.invalid("merge-with-itself", "A customer cannot be merged into itself."));
    }
    if (other == null) {
      return Decision.rejected(Rejection.customerNotFound());
    }
    CustomerId further = other.mergedInto();
    return further == null
        ? Decision.accepted(new Merged(into))
        : Decision.rejected(
            Rejection.conflict(
                    "customer-merged",
                    "The other customer was merged into {existing} itself; use that one.")
                .with(Map.of("existing", further.toString())));
  }

  private @Nullable CustomerId at(Instant time) {
    Optional<CustomerId> other = into.at(time);
    return other == null ? null : other.orElse(null);
  }

  public Merge merged(Recorded recorded, Merged event) {
    return new Merge(into.with(recorded, Optional.of(event.into())));
  }

  public Merge reverted(Recorded recorded) {
    return new Merge(into.with(recorded, Optional.empty()));
  }

  public Merge without(UUID event) {
    return new Merge(into.without(event));
  }
}

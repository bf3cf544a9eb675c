package custody.command.customer;

import static java.util.stream.Collectors.toSet;

import custody.command.Context;
import custody.command.CustomerCommand;
import custody.command.Decision;
import custody.command.Rejection;
import custody.command.Standing;
import custody.command.call.CallCommand;
import custody.command.call.Calls;
import custody.command.churn.Churn;
import custody.command.churn.ChurnCommand;
import custody.command.complaint.ComplaintCommand;
import custody.command.complaint.Complaints;
import custody.command.correction.CorrectionCommand;
import custody.command.correction.Corrections;
import custody.command.erasure.PersonalData;
import custody.command.erasure.PersonalDataCommand;
import custody.command.followup.FollowUpCommand;
import custody.command.followup.FollowUps;
import custody.command.merge.Merge;
import custody.command.merge.MergeCommand;
import custody.command.ownership.Ownership;
import custody.command.ownership.OwnershipCommand;
import custody.command.profile.AssortmentCommand;
import custody.command.profile.ContactCommand;
import custody.command.profile.DateCommand;
import custody.command.profile.Profile;
import custody.command.profile.ProfileCommand;
import custody.command.recycling.Recycling;
import custody.command.recycling.RecyclingCommand;
import custody.command.responsibility.Responsibilities;
import custody.command.responsibility.ResponsibilityCommand;
import custody.contract.CallEvent;
import custody.contract.ChurnEvent;
import custody.contract.ComplaintEvent;
import custody.contract.CorrectionEvent;
import custody.contract.CustomerEvent;
import custody.contract.FollowUpEvent;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RecyclingEvent;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One customer, composed of the slices.
///
/// @param registeredAt since when there is this customer; null before registration
public record Customer(
    @Nullable Instant registeredAt,
    Profile profile,
    FollowUps followUps,
    Ownership ownership,
    Responsibilities responsibilities,
    Recycling recycling,
    Complaints complaints,
    Churn churn,
    Calls calls,
    Merge merge,
    Corrections corrections) {
  public static final Customer NONE =
      new Customer(
          null,
          Profile.NONE,
          FollowUps.NONE,
          Ownership.NONE,
          Responsibilities.NONE,
          Recycling.NONE,
          Complaints.NONE,
          Churn.NONE,
          Calls.NONE,
          Merge.NONE,
          Corrections.NONE);

  public Decision decide(CustomerCommand command, Context context) {
    Instant registration = registeredAt;
    if (registration == null && !(command instanceof ProfileCommand.Register)) {
      return Decision.rejected(Rejection.customerNotFound());
    }
    Rejection objection = context.objection(command);
    if (objection != null) {
      return Decision.rejected(objection);
    }
    if (registration == null && command instanceof ProfileCommand.Register register) {
      return Profile.register(register, context);
    }
    if (registration != null && context.effectiveAt().isBefore(registration)) {
      return Decision.rejected(
          Rejection.invalid(
                  "before-registration",
                  "The customer was not there yet; use an effective time from {registeredAt} on.")
              .with(Map.of("registeredAt", registration.toString())));
    }
    Rejection elsewhere = merge.objection(command, context.effectiveAt());
    if (elsewhere != null) {
      return Decision.rejected(elsewhere);
    }
    return switch (command) {
      case ProfileCommand it -> profile.decide(it, context);
      case ContactCommand it -> profile.decide(it, context);
      case DateCommand it -> profile.decide(it, context);
      case AssortmentCommand it -> profile.decide(it, context);
      case FollowUpCommand it -> followUps.decide(it, context);
      case OwnershipCommand it -> ownership.decide(it, context);
      case ResponsibilityCommand it -> responsibilities.decide(it, holder(context), context);
      case RecyclingCommand it -> recycling.decide(it, holder(context), context);
      case ComplaintCommand it -> complaints.decide(it, context);
      case ChurnCommand it -> churn.decide(it, context);
      case CallCommand it -> calls.decide(it, context);
      case MergeCommand it -> merge.decide(it, context);
      case CorrectionCommand it -> corrections.decide(it, context);
      case PersonalDataCommand it -> PersonalData.decide(it);
      // Java seals within a package; a test sees to it that no slice is forgotten here.
      default -> throw new IllegalArgumentException("no slice decides " + command.getClass());
    };
  }

  private @Nullable Holder holder(Context context) {
    return ownership.holders().at(context.effectiveAt());
  }

  /// Registration may be dated ahead: until then it is with whoever it will be with first.
  public Standing standing(Instant now) {
    Instant registration = registeredAt;
    if (registration == null) {
      return Standing.about(false, true, Set.of(), now);
    }
    Instant time = registration.isAfter(now) ? registration : now;
    Holder holder = ownership.holders().at(time);
    Instant since = ownership.holders().since(time);
    return new Standing(
        true,
        true,
        holder instanceof Holder.Owner(RepId rep) ? Set.of(rep) : Set.of(),
        since == null ? time : since,
        holder instanceof Holder.Pool,
        each(responsibilities.covers(time, holder), CoverStarted::by),
        each(responsibilities.collaborators().at(time), CollaboratorAdded::rep),
        each(responsibilities.stewards().at(time), StewardAssigned::account));
  }

  /// Most customers have none of them, and every command asks.
  private static <V, T> Set<T> each(List<V> some, Function<V, T> who) {
    return some.isEmpty() ? Set.of() : some.stream().map(who).collect(toSet());
  }

  public Customer evolve(Recorded recorded, CustomerEvent event) {
    Draft parts = new Draft(this, corrections.evolve(recorded));
    switch (event) {
      case Registered it -> {
        parts.registeredAt = recorded.effectiveAt();
        parts.profile = profile.evolve(recorded, it);
        parts.ownership = ownership.registered(recorded, it.holder());
      }
      case Merged it -> parts.merge = merge.merged(recorded, it);
      case MergeReverted _ -> parts.merge = merge.reverted(recorded);
      case ProfileEvent it -> parts.profile = profile.evolve(recorded, it);
      case FollowUpEvent it -> parts.followUps = followUps.evolve(recorded, it);
      case OwnershipEvent it -> parts.ownership = ownership.evolve(recorded, it);
      case ResponsibilityEvent it -> parts.responsibilities = responsibilities.evolve(recorded, it);
      case RecyclingEvent it -> parts.recycling = recycling.evolve(recorded, it);
      case ComplaintEvent it -> parts.complaints = complaints.evolve(recorded, it);
      case ChurnEvent it -> parts.churn = churn.evolve(recorded, it);
      case CallEvent it -> parts.calls = calls.evolve(recorded, it);
      // State is not blanked here: it is dropped, and folded anew from events that read as erased.
      case PersonalDataEvent _ -> {}
      case CorrectionEvent.Voided(UUID voided) -> {
        parts.profile = profile.without(voided);
        parts.followUps = followUps.without(voided);
        parts.ownership = ownership.without(voided);
        parts.responsibilities = responsibilities.without(voided);
        parts.recycling = recycling.without(voided);
        parts.complaints = complaints.without(voided);
        parts.churn = churn.without(voided);
        parts.calls = calls.without(voided);
        parts.merge = merge.without(voided);
      }
    }
    return parts.customer();
  }

  /// As read without the events about follow-ups and some of what the profile was before.
  Customer inPart() {
    Draft parts = new Draft(this, corrections);
    parts.profile = profile.inPart();
    parts.followUps = FollowUps.LEFT_ASIDE;
    return parts.customer();
  }

  /// Without what the profile was before its latest change.
  Customer withProfileTrimmed() {
    Draft parts = new Draft(this, corrections);
    parts.profile = profile.trimmed();
    return parts.customer();
  }

  Customer withFollowUpsAside() {
    Draft parts = new Draft(this, corrections);
    parts.followUps = followUps.aside();
    return parts.customer();
  }

  /// The customer while one event changes some of it.
  private static final class Draft {
    @Nullable Instant registeredAt;
    Profile profile;
    FollowUps followUps;
    Ownership ownership;
    Responsibilities responsibilities;
    Recycling recycling;
    Complaints complaints;
    Churn churn;
    Calls calls;
    Merge merge;
    final Corrections corrections;

    Draft(Customer before, Corrections corrections) {
      registeredAt = before.registeredAt;
      profile = before.profile;
      followUps = before.followUps;
      ownership = before.ownership;
      responsibilities = before.responsibilities;
      recycling = before.recycling;
      complaints = before.complaints;
      churn = before.churn;
      calls = before.calls;
      merge = before.merge;
      this.corrections = corrections;
    }

    Customer customer() {
      return new Customer(
          registeredAt,
          profile,
          followUps,
          ownership,
          responsibilities,
          recycling,
          complaints,
          churn,
          calls,
          merge,
          corrections);
    }
  }
}

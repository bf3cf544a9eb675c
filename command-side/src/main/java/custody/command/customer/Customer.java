package custody.command.customer;

import custody.command.Context;
import custody.command.CustomerCommand;
import custody.command.Decision;
import custody.command.Rejection;
import custody.command.correction.CorrectionCommand;
import custody.command.correction.Corrections;
import custody.command.followup.FollowUpCommand;
import custody.command.followup.FollowUps;
import custody.command.ownership.Ownership;
import custody.command.ownership.OwnershipCommand;
import custody.command.profile.AssortmentCommand;
import custody.command.profile.ContactCommand;
import custody.command.profile.DateCommand;
import custody.command.profile.Profile;
import custody.command.profile.ProfileCommand;
import custody.contract.CallEvent;
import custody.contract.ChurnEvent;
import custody.contract.ComplaintEvent;
import custody.contract.CorrectionEvent;
import custody.contract.CustomerEvent;
import custody.contract.FollowUpEvent;
import custody.contract.OwnershipEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RecyclingEvent;
import custody.contract.ResponsibilityEvent;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One customer, composed of the slices.
///
/// @param registeredAt since when there is this customer; null before registration
public record Customer(
    @Nullable Instant registeredAt,
    Profile profile,
    FollowUps followUps,
    Ownership ownership,
    Corrections corrections) {
  public static final Customer NONE =
      new Customer(null, Profile.NONE, FollowUps.NONE, Ownership.NONE, Corrections.NONE);

  public Decision decide(CustomerCommand command, Context context) {
    Instant registration = registeredAt;
    if (registration == null && !(command instanceof ProfileCommand.Register)) {
      return Decision.rejected(
          Rejection.notFound("customer-not-found", "There is no such customer; check the id."));
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
    return switch (command) {
      case ProfileCommand it -> profile.decide(it, context);
      case ContactCommand it -> profile.decide(it, context);
      case DateCommand it -> profile.decide(it, context);
      case AssortmentCommand it -> profile.decide(it, context);
      case FollowUpCommand it -> followUps.decide(it, context);
      case OwnershipCommand it -> ownership.decide(it, context);
      case CorrectionCommand it -> corrections.decide(it);
      // Java seals within a package; a test sees to it that no slice is forgotten here.
      default -> throw new IllegalArgumentException("no slice decides " + command.getClass());
    };
  }

  public Customer evolve(Recorded recorded, CustomerEvent event) {
    Corrections after = corrections.evolve(recorded);
    return switch (event) {
      case Registered it ->
          new Customer(
              recorded.effectiveAt(),
              profile.evolve(recorded, it),
              followUps,
              ownership.registered(recorded, it.holder()),
              after);
      case ProfileEvent it ->
          new Customer(registeredAt, profile.evolve(recorded, it), followUps, ownership, after);
      case FollowUpEvent it ->
          new Customer(registeredAt, profile, followUps.evolve(recorded, it), ownership, after);
      case OwnershipEvent it ->
          new Customer(registeredAt, profile, followUps, ownership.evolve(recorded, it), after);
      case ResponsibilityEvent _, RecyclingEvent _, ComplaintEvent _, ChurnEvent _, CallEvent _ ->
          new Customer(registeredAt, profile, followUps, ownership, after);
      case CorrectionEvent.Voided(UUID voided) ->
          new Customer(
              registeredAt,
              profile.without(voided),
              followUps.without(voided),
              ownership.without(voided),
              after);
    };
  }
}

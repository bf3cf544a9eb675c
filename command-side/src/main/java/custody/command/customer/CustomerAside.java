package custody.command.customer;

import custody.command.Aside;
import custody.command.Command;
import custody.command.correction.CorrectionCommand;
import custody.command.followup.FollowUpCommand;
import custody.command.profile.Profile;
import custody.command.profile.ProfileCommand;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.Recorded;
import custody.store.Excerpts;
import custody.wire.EventType;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A customer's follow-ups, which only commands about them ask about, and what its fields and class
/// once were, which is asked by who dates a change back or voids one.
final class CustomerAside implements Aside<Customer> {
  private static final Excerpts.Rule RULE =
      new Excerpts.Rule(
          1,
          Set.of(EventType.of(FollowUpRecorded.class).family()),
          Set.of(EventType.of(Voided.class).family()));

  @Override
  public Excerpts.Rule rule() {
    return RULE;
  }

  @Override
  public boolean lacks(Customer state, Command command, @Nullable Instant effectiveAt) {
    return switch (command) {
      case FollowUpCommand it -> state.followUps().lack(it);
      case ProfileCommand _ ->
          effectiveAt != null && !state.profile().memory().isKnownAt(effectiveAt);
      case CorrectionCommand _ -> !state.profile().memory().isWhole();
      default -> false;
    };
  }

  @Override
  public Customer without(Customer state) {
    return state.inPart();
  }

  @Override
  public Customer trimmed(Customer state) {
    Customer trimmed = state;
    if (trimmed.profile().memory().isLong()) {
      trimmed = trimmed.withProfileTrimmed();
    }
    if (trimmed.followUps().areMany()) {
      trimmed = trimmed.withFollowUpsAside();
    }
    return trimmed;
  }

  @Override
  public long weight(Customer state, long read) {
    return read - state.profile().memory().forgotten() - state.followUps().forgotten();
  }

  @Override
  public Predicate<Recorded> spared(Customer state) {
    Profile profile = state.profile().trimmed();
    // What was voided says how far the changes went all the same.
    return event ->
        !state.corrections().voided().contains(event.eventId()) && profile.spares(event);
  }
}

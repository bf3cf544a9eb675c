package custody.command.correction;

import custody.command.Decision;
import custody.command.Rejection;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.contract.CorrectionEvent;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/// Which of the customer's events can still be voided.
///
/// @param events what each event did to that, the last one first: every command of the customer
///     adds to it and next to none looks anything up
public record Corrections(PStack<Said> events) {
  public static final Corrections NONE = new Corrections(ConsPStack.empty());

  /// How an event stands from here on.
  public record Said(UUID event, Standing standing) {}

  /// How an event stands.
  public enum Standing {
    OPEN,
    VOIDED,
    /// A registration, a correction or an erasure. The end of a merge, too: what was merged the
    /// other way round since would go in circles.
    FIXED
  }

  public Decision decide(CorrectionCommand command) {
    return switch (command) {
      case VoidEvent it ->
          switch (standing(it.event())) {
            case OPEN -> Decision.accepted(new Voided(it.event()));
            case VOIDED ->
                Decision.rejected(
                    Rejection.conflict("already-voided", "This event has been voided before."));
            case FIXED ->
                Decision.rejected(
                    Rejection.conflict(
                        "not-voidable",
                        "A registration or correction stays; amend, or record the fact anew."));
            case null ->
                Decision.rejected(
                    Rejection.notFound(
                        "event-not-found", "The customer has no such event; check the id."));
          };
    };
  }

  private @Nullable Standing standing(UUID event) {
    for (Said said : events) {
      if (said.event().equals(event)) {
        return said.standing();
      }
    }
    return null;
  }

  /// Every event of the customer passes here.
  public Corrections evolve(Recorded recorded) {
    PStack<Said> after =
        recorded.event() instanceof Voided(UUID event)
            ? events.plus(new Said(event, Standing.VOIDED))
            : events;
    boolean fixed =
        recorded.event() instanceof Registered
            || recorded.event() instanceof MergeReverted
            || recorded.event() instanceof CorrectionEvent
            || recorded.event() instanceof PersonalDataEvent;
    return new Corrections(
        after.plus(new Said(recorded.eventId(), fixed ? Standing.FIXED : Standing.OPEN)));
  }
}

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
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// Which of the customer's events can still be voided.
public record Corrections(PMap<UUID, Standing> events) {
  public static final Corrections NONE = new Corrections(HashTreePMap.empty());

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
          switch (events.get(it.event())) {
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

  /// Every event of the customer passes here.
  public Corrections evolve(Recorded recorded) {
    PMap<UUID, Standing> after =
        recorded.event() instanceof Voided(UUID event)
            ? events.plus(event, Standing.VOIDED)
            : events;
    boolean fixed =
        recorded.event() instanceof Registered
            || recorded.event() instanceof MergeReverted
            || recorded.event() instanceof CorrectionEvent
            || recorded.event() instanceof PersonalDataEvent;
    return new Corrections(after.plus(recorded.eventId(), fixed ? Standing.FIXED : Standing.OPEN));
  }
}

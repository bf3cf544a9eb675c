package custody.command.correction;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Rejection;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.contract.CorrectionEvent;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.Event;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/// Which of the customer's events have been voided. What the others are is looked up when one is to
/// be voided: that is seldom, and they are many.
public record Corrections(PSet<UUID> voided) {
  public static final Corrections NONE = new Corrections(HashTreePSet.empty());

  public Decision decide(CorrectionCommand command, Context context) {
    return switch (command) {
      case VoidEvent it ->
          voided.contains(it.event())
              ? Decision.rejected(
                  Rejection.conflict("already-voided", "This event has been voided before."))
              : decide(it, context.facts().said());
    };
  }

  private static Decision decide(VoidEvent command, @Nullable Event said) {
    return switch (said) {
      case null ->
          Decision.rejected(
              Rejection.notFound(
                  "event-not-found", "The customer has no such event; check the id."));
      // The end of a merge, too: what was merged the other way round since would go in circles.
      case Registered _, MergeReverted _, CorrectionEvent _, PersonalDataEvent _ ->
          Decision.rejected(
              Rejection.conflict(
                  "not-voidable",
                  "A registration or correction stays; amend, or record the fact anew."));
      default -> Decision.accepted(new Voided(command.event()));
    };
  }

  /// Every event of the customer passes here.
  public Corrections evolve(Recorded recorded) {
    return recorded.event() instanceof Voided(UUID event)
        ? new Corrections(voided.plus(event))
        : this;
  }
}

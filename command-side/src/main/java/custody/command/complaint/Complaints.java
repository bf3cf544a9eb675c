package custody.command.complaint;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Parts;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.complaint.ComplaintCommand.EscalateComplaint;
import custody.command.complaint.ComplaintCommand.RaiseComplaint;
import custody.command.complaint.ComplaintCommand.ResolveComplaint;
import custody.contract.ComplaintEvent;
import custody.contract.ComplaintEvent.ComplaintEscalated;
import custody.contract.ComplaintEvent.ComplaintRaised;
import custody.contract.ComplaintEvent.ComplaintResolved;
import custody.contract.ComplaintId;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// How each complaint stands. One that was resolved is not taken up again: what comes back is a
/// new complaint.
public record Complaints(PMap<ComplaintId, Versions<Complaints.Step>> steps) {
  public static final Complaints NONE = new Complaints(HashTreePMap.empty());

  private static final Rejection NOT_FOUND =
      Rejection.notFound(
          "complaint-not-found", "The customer has no such complaint at that time; check the id.");

  /// What can happen to one.
  enum Step {
    RAISED,
    ESCALATED,
    RESOLVED
  }

  public Decision decide(ComplaintCommand command, Context context) {
    return switch (command) {
      case RaiseComplaint it ->
          steps.containsKey(it.complaint())
              ? Decision.rejected(
                  Rejection.conflict("id-used", "This id was used before; use a new one."))
              : Decision.created(it.complaint(), new ComplaintRaised(it.complaint(), it.details()));
      case EscalateComplaint it ->
          whileOpen(
              it.complaint(), context, new ComplaintEscalated(it.complaint(), it.to(), it.note()));
      case ResolveComplaint it ->
          whileOpen(
              it.complaint(),
              context,
              new ComplaintResolved(it.complaint(), it.outcome(), it.resolution()));
    };
  }

  private Decision whileOpen(ComplaintId complaint, Context context, ComplaintEvent event) {
    Versions<Step> said = steps.getOrDefault(complaint, Versions.none());
    if (!said.upTo(context.effectiveAt()).contains(Step.RAISED)) {
      return Decision.rejected(NOT_FOUND);
    }
    // At any time, not only by then: resolved once is resolved.
    return said.upTo(Instant.MAX).contains(Step.RESOLVED)
        ? Decision.rejected(
            Rejection.conflict(
                "complaint-resolved", "The complaint is resolved; raise a new one instead."))
        : Decision.accepted(event);
  }

  public Complaints evolve(Recorded recorded, ComplaintEvent event) {
    return switch (event) {
      case ComplaintRaised it -> with(it.complaint(), recorded, Step.RAISED);
      case ComplaintEscalated it -> with(it.complaint(), recorded, Step.ESCALATED);
      case ComplaintResolved it -> with(it.complaint(), recorded, Step.RESOLVED);
    };
  }

  private Complaints with(ComplaintId complaint, Recorded recorded, Step step) {
    return new Complaints(
        steps.plus(complaint, steps.getOrDefault(complaint, Versions.none()).with(recorded, step)));
  }

  public Complaints without(UUID event) {
    return new Complaints(Parts.without(steps, event));
  }
}

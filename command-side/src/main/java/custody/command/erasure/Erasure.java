package custody.command.erasure;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Rejection;
import custody.command.erasure.ErasureCommand.Approve;
import custody.command.erasure.ErasureCommand.Complete;
import custody.command.erasure.ErasureCommand.Open;
import custody.command.erasure.ErasureCommand.Reapply;
import custody.command.erasure.ErasureCommand.Refuse;
import custody.contract.Actor;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent;
import custody.contract.ErasureEvent.Approved;
import custody.contract.ErasureEvent.Completed;
import custody.contract.ErasureEvent.Reapplied;
import custody.contract.ErasureEvent.Refused;
import custody.contract.ErasureEvent.Requested;
import custody.contract.ErasureEvent.Subject;
import custody.contract.Recorded;
import java.util.Collection;

/// One erasure case. It takes two persons: one who asks, another one who approves.
public sealed interface Erasure {
  record None() implements Erasure {}

  /// Waits for the second person.
  record Waiting(Subject subject, ErasureBasis basis, Actor requestedBy) implements Erasure {}

  /// To be carried out; nothing stops it any more.
  record Due(Subject subject, ErasureBasis basis, Actor requestedBy, Actor approvedBy)
      implements Erasure {}

  record Declined() implements Erasure {}

  record Done() implements Erasure {}

  /// The case whose stream this is.
  static Erasure of(Collection<Recorded> stream) {
    Erasure state = new None();
    for (Recorded recorded : stream) {
      state = state.evolve(recorded, (ErasureEvent) recorded.event());
    }
    return state;
  }

  default Decision decide(ErasureCommand command, Context context) {
    Rejection objection = context.objection(command);
    if (objection != null) {
      return Decision.rejected(objection);
    }
    return switch (command) {
      case Open it ->
          this instanceof None
              ? Decision.created(it.erasure(), new Requested(it.subject(), it.basis()))
              : settled();
      case Approve _ ->
          switch (this) {
            case None _ -> unknown();
            case Waiting waiting when waiting.requestedBy().equals(context.envelope().actor()) ->
                Decision.rejected(
                    Rejection.conflict(
                        "erasure-second-person-needed",
                        "Whoever asked for it cannot approve it; let another administrator do"
                            + " so."));
            case Waiting _ -> Decision.accepted(new Approved());
            case Due _, Declined _, Done _ -> settled();
          };
      case Refuse _ ->
          switch (this) {
            case None _ -> unknown();
            case Waiting _ -> Decision.accepted(new Refused());
            case Due _, Declined _, Done _ -> settled();
          };
      case Reapply it ->
          switch (this) {
            case None _, Waiting _, Declined _ ->
                Decision.accepted(
                    new Reapplied(
                        it.subject(),
                        it.basis(),
                        it.requestedBy(),
                        it.approvedBy(),
                        it.erasedAt()));
            case Due _, Done _ -> Decision.nothing();
          };
      case Complete it ->
          switch (this) {
            case None _ -> unknown();
            case Waiting _, Declined _ -> settled();
            case Due _ -> Decision.accepted(new Completed(it.event(), it.keys(), it.removed()));
            case Done _ -> Decision.nothing();
          };
    };
  }

  private static Decision unknown() {
    return Decision.rejected(
        Rejection.notFound("erasure-not-found", "There is no such erasure case; check the id."));
  }

  private static Decision settled() {
    return Decision.rejected(
        Rejection.conflict("erasure-settled", "This case was approved or refused already."));
  }

  default Erasure evolve(Recorded recorded, ErasureEvent event) {
    Actor actor = recorded.envelope().actor();
    return switch (event) {
      case Requested it -> new Waiting(it.subject(), it.basis(), actor);
      case Approved _ ->
          this instanceof Waiting(Subject subject, ErasureBasis basis, Actor requestedBy)
              ? new Due(subject, basis, requestedBy, actor)
              : this;
      case Refused _ -> new Declined();
      case Reapplied it -> new Due(it.subject(), it.basis(), it.requestedBy(), it.approvedBy());
      case Completed _ -> new Done();
    };
  }
}

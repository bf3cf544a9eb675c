package custody.command.churn;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.churn.ChurnCommand.RecordChurn;
import custody.command.churn.ChurnCommand.WinBack;
import custody.contract.ChurnEvent;
import custody.contract.ChurnEvent.ChurnRecorded;
import custody.contract.ChurnEvent.WonBack;
import custody.contract.Recorded;
import java.util.UUID;

/// Whether the customer is lost, from when on. Ownership does not move by it: somebody may still
/// win the customer back.
public record Churn(Versions<Boolean> lost) {
  public static final Churn NONE = new Churn(Versions.none());

  public Decision decide(ChurnCommand command, Context context) {
    boolean isLost = Boolean.TRUE.equals(lost.at(context.effectiveAt()));
    return switch (command) {
      case RecordChurn it ->
          isLost
              ? Decision.rejected(
                  Rejection.conflict(
                      "already-lost",
                      "The customer is lost at that time already; void that to say it"
                          + " differently."))
              : Decision.accepted(new ChurnRecorded(it.reason(), it.note(), it.yearlyCost()));
      case WinBack it ->
          isLost
              ? Decision.accepted(new WonBack(it.note()))
              : Decision.rejected(
                  Rejection.conflict("not-lost", "The customer is not lost at that time."));
    };
  }

  public Churn evolve(Recorded recorded, ChurnEvent event) {
    return new Churn(
        lost.with(
            recorded,
            switch (event) {
              case ChurnRecorded _ -> true;
              case WonBack _ -> false;
            }));
  }

  public Churn without(UUID event) {
    return new Churn(lost.without(event));
  }
}

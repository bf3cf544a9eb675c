package custody.command.call;

import custody.command.CustomerCommand;
import custody.contract.CallEvent.Call;
import custody.contract.CallId;
import custody.contract.CustomerId;
import custody.contract.Personal;
import custody.contract.RepId;
import custody.service.rights.Right;
import java.time.Instant;
import java.util.Set;

/// Commands of the slice {@link Calls}.
public sealed interface CallCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.FOLLOW_UP;
  }

  /// Effective from the time the call began.
  record ReceiveCall(CustomerId customer, CallId call, Call details) implements CallCommand {
    @Override
    public Instant occurredAt() {
      return details.startedAt();
    }

    @Override
    public Set<RepId> reps() {
      RepId rep = details.rep();
      return rep == null ? Set.of() : Set.of(rep);
    }
  }

  /// @param recording where it is kept
  record LinkRecording(CustomerId customer, CallId call, Personal<String> recording)
      implements CallCommand {}

  @Override
  default Dating dating() {
    return Dating.OCCURRENCE;
  }
}

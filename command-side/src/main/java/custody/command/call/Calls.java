package custody.command.call;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Parts;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.call.CallCommand.LinkRecording;
import custody.command.call.CallCommand.ReceiveCall;
import custody.contract.CallEvent;
import custody.contract.CallEvent.CallReceived;
import custody.contract.CallEvent.RecordingLinked;
import custody.contract.CallId;
import custody.contract.Recorded;
import custody.contract.RepId;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// Which calls there were: there may be thousands, so of each only that it was.
public record Calls(PMap<CallId, Versions<Boolean>> received) {
  public static final Calls NONE = new Calls(HashTreePMap.empty());

  public Decision decide(CallCommand command, Context context) {
    return switch (command) {
      case ReceiveCall it -> receive(it, context);
      case LinkRecording it ->
          Boolean.TRUE.equals(
                  received.getOrDefault(it.call(), Versions.none()).at(context.effectiveAt()))
              ? Decision.accepted(new RecordingLinked(it.call(), it.recording()))
              : Decision.rejected(
                  Rejection.notFound(
                      "call-not-found",
                      "The customer has no such call at that time; check the id."));
    };
  }

  private Decision receive(ReceiveCall command, Context context) {
    if (received.containsKey(command.call())) {
      return Decision.rejected(
          Rejection.conflict("id-used", "This id was used before; use a new one."));
    }
    RepId rep = command.details().rep();
    Rejection objection =
        rep == null ? null : context.facts().mayHaveMet(rep, command.details().startedAt());
    return objection == null
        ? Decision.created(command.call(), new CallReceived(command.call(), command.details()))
        : Decision.rejected(objection);
  }

  public Calls evolve(Recorded recorded, CallEvent event) {
    return switch (event) {
      case CallReceived it ->
          new Calls(
              received.plus(
                  it.call(),
                  received.getOrDefault(it.call(), Versions.none()).with(recorded, true)));
      case RecordingLinked _ -> this;
    };
  }

  public Calls without(UUID event) {
    return new Calls(Parts.without(received, event));
  }
}

package custody.command.handover;

import custody.command.Command;
import custody.command.Context;
import custody.command.Decider;
import custody.command.Decision;
import custody.command.Identity;
import custody.command.Standing;
import custody.contract.HandoverEvent;
import custody.contract.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The handover case as the shell sees it.
///
/// @param undoWindow how long after its end a case can be undone
public record HandoverDecider(Duration undoWindow) implements Decider<Handover> {
  @Override
  public Handover initial() {
    return Handover.NONE;
  }

  @Override
  public Handover evolve(Handover state, Recorded recorded) {
    return state.evolve(recorded, (HandoverEvent) recorded.event());
  }

  @Override
  public Decision decide(Handover state, Command command, Context context) {
    return state.decide((HandoverCommand) command, context, undoWindow);
  }

  @Override
  public Standing standing(Handover state, Command command, Instant now) {
    if (command instanceof HandoverCommand.Open open) {
      return Standing.about(state.exists(), true, Set.copyOf(open.from()), now);
    }
    return Standing.about(state.exists(), true, state.leavers(), now);
  }

  @Override
  public Set<Identity> identities(Handover state, Instant now) {
    return Set.of();
  }

  @Override
  public Optional<String> name(Handover state, Instant now) {
    return Optional.empty();
  }
}

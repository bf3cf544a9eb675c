package custody.command.rep;

import custody.command.Command;
import custody.command.Context;
import custody.command.Decider;
import custody.command.Decision;
import custody.command.Identity;
import custody.command.Standing;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The rep as the shell sees it.
public record RepDecider() implements Decider<Rep> {
  @Override
  public Rep initial() {
    return Rep.NONE;
  }

  @Override
  public Rep evolve(Rep state, Recorded recorded) {
    return state.evolve(recorded, (RepEvent) recorded.event());
  }

  @Override
  public Decision decide(Rep state, Command command, Context context) {
    return state.decide((RepCommand) command, context);
  }

  /// The directory is no secret.
  @Override
  public Standing standing(Rep state, Command command, Instant now) {
    return Standing.about(state.exists(), false, Set.of(((RepCommand) command).rep()), now);
  }

  @Override
  public Set<Identity> identities(Rep state, Instant now) {
    return state.identities();
  }

  @Override
  public Optional<String> name(Rep state, Instant now) {
    return state.name();
  }
}

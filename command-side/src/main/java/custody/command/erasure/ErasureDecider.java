package custody.command.erasure;

import custody.command.Command;
import custody.command.Context;
import custody.command.Decider;
import custody.command.Decision;
import custody.command.Identity;
import custody.command.Standing;
import custody.contract.ErasureEvent;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The erasure case as the shell sees it.
public record ErasureDecider() implements Decider<Erasure> {
  @Override
  public Erasure initial() {
    return new Erasure.None();
  }

  @Override
  public Erasure evolve(Erasure state, Recorded recorded) {
    return state.evolve(recorded, (ErasureEvent) recorded.event());
  }

  @Override
  public Decision decide(Erasure state, Command command, Context context) {
    return state.decide((ErasureCommand) command, context);
  }

  /// Only those who erase know of it.
  @Override
  public Standing standing(Erasure state, Command command, Instant now) {
    return Standing.about(!(state instanceof Erasure.None), true, Set.of(), now);
  }

  @Override
  public Set<Identity> identities(Erasure state, Instant now) {
    return Set.of();
  }

  @Override
  public Optional<String> name(Erasure state, Instant now) {
    return Optional.empty();
  }
}

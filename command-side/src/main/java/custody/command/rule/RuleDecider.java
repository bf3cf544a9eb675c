package custody.command.rule;

import custody.command.Command;
import custody.command.Context;
import custody.command.Decider;
import custody.command.Decision;
import custody.command.Identity;
import custody.command.Standing;
import custody.contract.Recorded;
import custody.contract.RuleEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The rule as the shell sees it.
public record RuleDecider() implements Decider<RuleHistory> {
  @Override
  public RuleHistory initial() {
    return RuleHistory.NONE;
  }

  @Override
  public RuleHistory evolve(RuleHistory state, Recorded recorded) {
    return state.evolve(recorded, (RuleEvent) recorded.event());
  }

  @Override
  public Decision decide(RuleHistory state, Command command, Context context) {
    return state.decide((RuleCommand) command, context);
  }

  /// What the rules are is no secret.
  @Override
  public Standing standing(RuleHistory state, Command command, Instant now) {
    return Standing.OPEN;
  }

  @Override
  public Set<Identity> identities(RuleHistory state, Instant now) {
    return Set.of();
  }

  @Override
  public Optional<String> name(RuleHistory state, Instant now) {
    return Optional.empty();
  }
}

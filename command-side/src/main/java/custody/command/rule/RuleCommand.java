package custody.command.rule;

import custody.command.Command;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.service.rights.Right;
import java.util.UUID;

/// A command to one rule: the commands of the slice {@link RuleHistory}.
public sealed interface RuleCommand extends Command {
  @Override
  default Right right() {
    return Right.SET_RULES;
  }

  RuleId id();

  @Override
  default UUID stream() {
    return id().value();
  }

  @Override
  default boolean needsReason() {
    return true;
  }

  /// @param id a new one, or that of a rule that is to read differently from now on
  record SetRule(RuleId id, String name, Rule rule) implements RuleCommand {}

  record WithdrawRule(RuleId id) implements RuleCommand {}
}

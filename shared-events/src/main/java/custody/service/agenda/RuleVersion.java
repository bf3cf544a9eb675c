package custody.service.agenda;

import custody.contract.Actor;
import custody.contract.Rule;
import custody.contract.RuleId;

/// A rule as it read for a time.
///
/// @param version of the rule's stream once this was set; 0 in a dry run of what is not set yet
public record RuleVersion(RuleId id, long version, String name, Rule rule) {

  /// Who acts when the rule does: `rule:<id>@<version>`.
  public Actor actor() {
    return new Actor(Actor.Kind.RULE, id + "@" + version);
  }
}

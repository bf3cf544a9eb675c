package custody.contract;

/// What can happen to one rule. One rule is one stream; its version is the stream's, so that every
/// change of it can be named, as `rule:<id>@<version>` does among the actors.
///
/// Who set it and why stands in the envelope, as does since when it holds.
public sealed interface RuleEvent extends Event {

  /// The rule holds in this form from the event's effective time on.
  ///
  /// @param name for people
  record RuleSet(String name, Rule rule) implements RuleEvent {}

  /// It holds no more.
  record RuleWithdrawn() implements RuleEvent {}
}

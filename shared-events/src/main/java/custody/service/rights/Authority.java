package custody.service.rights;

import custody.service.Access;

/// On whose right something is done: a caller's, or that of an automation of ours.
public sealed interface Authority {

  /// Somebody who called, and is entitled by this.
  record Called(Access access) implements Authority {}

  /// What acts without being asked, each with no more right than it needs.
  enum Automation implements Authority {
    /// Records what an imported file says.
    IMPORT,
    /// Recycles and warns by rule.
    RULES,
    /// Executes approved handover cases.
    HANDOVER,
    /// Carries out approved erasures.
    ERASURE,
    /// Fills the demo.
    DEMO
  }
}

package custody.contract;

import java.util.UUID;

/// Corrections of what was recorded wrongly.
public sealed interface CorrectionEvent extends CustomerEvent {

  /// From its recorded time on the fold leaves the named event out. A correction itself cannot be
  /// voided; the fact is recorded anew instead.
  record Voided(UUID event) implements CorrectionEvent {}
}

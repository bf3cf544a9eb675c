package custody.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Customers that rules leave alone.
public sealed interface RecyclingEvent extends CustomerEvent {

  /// No rule takes the customer back from the event's effective time until then.
  ///
  /// @param rule this rule only; null = any
  /// @param until exclusive
  record Exempted(ExemptionId exemption, @Nullable RuleId rule, Instant until)
      implements RecyclingEvent {}

  /// Ends before its time, or is called off.
  record ExemptionEnded(ExemptionId exemption) implements RecyclingEvent {}
}

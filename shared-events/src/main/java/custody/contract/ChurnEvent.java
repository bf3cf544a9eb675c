package custody.contract;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Customers lost and won back; the last in effective order counts. Whose customer it was is said
/// by the ownership at the event's effective time.
public sealed interface ChurnEvent extends CustomerEvent {

  /// Lost from the event's effective time on.
  ///
  /// @param reason a configured code such as price, competitor, closed, service
  /// @param yearlyCost the yearly sales that are lost
  record ChurnRecorded(String reason, @Nullable Personal<String> note, @Nullable Money yearlyCost)
      implements ChurnEvent {}

  record WonBack(@Nullable Personal<String> note) implements ChurnEvent {}

  /// @param currency ISO 4217 code
  record Money(BigDecimal amount, String currency) {}
}

package custody.command.recycling;

import custody.command.CustomerCommand;
import custody.contract.CustomerId;
import custody.contract.ExemptionId;
import custody.contract.RuleId;
import custody.service.rights.Right;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link Recycling}. All need a reason.
public sealed interface RecyclingCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.RECYCLE;
  }

  /// A rule takes the customer back. Send it with the version on which the rule judged, so that
  /// whatever happened since, such as a follow-up, is not overlooked.
  ///
  /// @param ruleVersion the version that says so
  /// @param pool null = the configured pool
  record Recycle(CustomerId customer, RuleId rule, int ruleVersion, @Nullable String pool)
      implements RecyclingCommand {}

  /// @param rule this rule only; null = any
  record Exempt(CustomerId customer, ExemptionId exemption, @Nullable RuleId rule, Instant until)
      implements RecyclingCommand {}

  record EndExemption(CustomerId customer, ExemptionId exemption) implements RecyclingCommand {}

  @Override
  default boolean needsReason() {
    return true;
  }

  @Override
  default Dating dating() {
    return Dating.OWNERSHIP;
  }
}

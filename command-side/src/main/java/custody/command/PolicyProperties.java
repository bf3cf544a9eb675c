package custody.command;

import custody.service.PoolProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What the company allows.
///
/// @param facts how far what is learned of customers and reps may be dated back and ahead
/// @param ownership how far a change of responsibility may be dated back and ahead
/// @param earliest no effective time may lie before it, UTC, imported ones included; imports know
///     no other bound into the past
/// @param defaultPool where customers go when no pool is named
/// @param grades the grades of customers, each with its colour (CSS hex); default A to D, A red
@ConfigurationProperties("custody.policy")
public record PolicyProperties(
    @DefaultValue Facts facts,
    @DefaultValue Ownership ownership,
    @DefaultValue("1900-01-01T00:00:00Z") Instant earliest,
    @DefaultValue("public") String defaultPool,
    @Nullable Map<String, String> grades) {
  private static final Map<String, String> GRADES =
      Map.of("A", "#d92d20", "B", "#f79009", "C", "#2e90fa", "D", "#667085");

  /// @param maxBack how far before now
  /// @param maxAhead how far after now
  public record Facts(
      @DefaultValue("3660d") Duration maxBack, @DefaultValue("366d") Duration maxAhead) {}

  /// @param maxBack how far before now
  /// @param maxAhead how far after now
  public record Ownership(
      @DefaultValue("366d") Duration maxBack, @DefaultValue("366d") Duration maxAhead) {}

  /// As deciders know it.
  public Policy policy(PoolProperties pools) {
    return new Policy(
        new Policy.Span(facts.maxBack(), facts.maxAhead()),
        new Policy.Span(ownership.maxBack(), ownership.maxAhead()),
        earliest,
        defaultPool,
        pools.byName().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, pool -> pool.getValue().limits())),
        grades == null ? GRADES : grades);
  }
}

package custody.service.agenda;

import custody.contract.Rule.PoolLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one pool asks of a rep who claims from it. Decisions and the page of the pools both take it
/// from here.
///
/// @param claimsPerDay a rep who has claimed as many customers that day, from whatever pool, claims
///     no more from this one; null = no limit
/// @param mostHeld a rep who has as many customers claims no more from this one; null = no limit
/// @param ban how long a rep may not claim a customer again whom they gave back or lost
public record Limits(@Nullable Integer claimsPerDay, @Nullable Integer mostHeld, Duration ban) {
  public static final Limits NONE = new Limits(null, null, Duration.ZERO);

  /// The rules about limits that hold at the time.
  public static List<PoolLimits> holding(Collection<RuleTimeline> rules, Instant at) {
    return rules.stream()
        .map(rule -> rule.at(at))
        .filter(Objects::nonNull)
        .flatMap(
            version -> version.rule() instanceof PoolLimits it ? Stream.of(it) : Stream.empty())
        .toList();
  }

  /// Of the rules about the pool the strictest, point by point.
  ///
  /// @param configured what holds for a pool that no rule is about
  public static Limits of(String pool, Collection<PoolLimits> rules, Limits configured) {
    List<PoolLimits> about = rules.stream().filter(rule -> rule.isAbout(pool)).toList();
    if (about.isEmpty()) {
      return configured;
    }
    Integer days = values(about, PoolLimits::banDays).max(Integer::compare).orElse(0);
    return new Limits(
        values(about, PoolLimits::claimsPerDay).min(Integer::compare).orElse(null),
        values(about, PoolLimits::mostHeld).min(Integer::compare).orElse(null),
        Duration.ofDays(days));
  }

  private static Stream<Integer> values(
      List<PoolLimits> rules, Function<PoolLimits, @Nullable Integer> value) {
    return rules.stream().map(value).filter(Objects::nonNull);
  }

  /// True if what a rep has already matters.
  public boolean counts() {
    return claimsPerDay != null || mostHeld != null;
  }

  /// The same of a rule.
  public static boolean counts(PoolLimits rule) {
    return rule.claimsPerDay() != null || rule.mostHeld() != null;
  }
}

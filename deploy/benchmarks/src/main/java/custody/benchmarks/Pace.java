package custody.benchmarks;

import java.time.Duration;

/// How long it is looked at: `full` is what a result is believed from, `short` is for every day.
///
/// @param slice of one side at a time
/// @param pairs of slices per comparison
/// @param customers in the data, ten events each at first
record Pace(String name, Duration slice, int pairs, Duration warmUp, int customers) {
  static final Pace SHORT =
      new Pace("short", Duration.ofMillis(700), 5, Duration.ofSeconds(2), 10_000);
  static final Pace FULL =
      new Pace("full", Duration.ofSeconds(5), 20, Duration.ofSeconds(10), 100_000);
  /// For the test of the benchmark itself; its figures say nothing.
  static final Pace SMOKE = new Pace("smoke", Duration.ofMillis(20), 1, Duration.ofMillis(20), 200);

  static Pace named(String name) {
    return switch (name) {
      case "", "true", "short" -> SHORT;
      case "full" -> FULL;
      default -> throw new IllegalArgumentException("-Dbenchmarks=short or full, not " + name);
    };
  }
}

package custody.benchmarks;

import java.time.Duration;

/// How long it is looked at, and how much data: `full` is what a result is believed from, `short`
/// is for every day, `large` in between.
///
/// @param slice of one side at a time
/// @param pairs of slices per comparison
/// @param longest a comparison of operations longer than slices takes: after that, no further pair
/// @param inDetail with lines that only say where the time goes, and with the peers for whom there
///     is no target
/// @param warmUp one step of it; steps follow until the JVM hardly compiles any more
/// @param longestWarmUp after that, no further step; {@link Duel#patient} may take three times that
/// @param customers in the data, ten events each at first
/// @param longHistory events of a customer with many
/// @param searched customers among whom is searched, most of whom were only registered
record Pace(
    String name,
    Duration slice,
    int pairs,
    Duration longest,
    boolean inDetail,
    Duration warmUp,
    Duration longestWarmUp,
    int customers,
    int longHistory,
    int searched) {
  static final Pace SHORT =
      new Pace(
          "short",
          Duration.ofMillis(200),
          5,
          Duration.ofSeconds(3),
          false,
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          3_000,
          1_000,
          10_000);
  /// The figures of `short` from data that no longer fits into a server's memory by chance.
  static final Pace LARGE =
      new Pace(
          "large",
          Duration.ofSeconds(1),
          5,
          Duration.ofSeconds(20),
          false,
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          10_000,
          1_000,
          100_000);
  static final Pace FULL =
      new Pace(
          "full",
          Duration.ofSeconds(5),
          20,
          Duration.ofHours(4),
          true,
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          100_000,
          1_000,
          1_000_000);
  /// For the test of the benchmark itself; its figures say nothing.
  static final Pace SMOKE =
      new Pace(
          "smoke",
          Duration.ofMillis(1),
          1,
          Duration.ofSeconds(1),
          true,
          Duration.ofMillis(1),
          Duration.ZERO,
          100,
          30,
          150);

  /// How Axon is set up: as shipped, and tuned where there is time for it.
  boolean[] tunings() {
    return inDetail ? new boolean[] {false, true} : new boolean[] {false};
  }

  static Pace named(String name) {
    return switch (name) {
      case "", "true", "short" -> SHORT;
      case "large" -> LARGE;
      case "full" -> FULL;
      case "smoke" -> SMOKE;
      default ->
          throw new IllegalArgumentException("-Dbenchmarks=short, large or full, not " + name);
    };
  }
}

package custody.benchmarks;

import java.util.Locale;

/// One line of the table.
///
/// @param target what the ratio is to reach, as a person reads it; empty for controls
record Row(String workload, String first, String second, Duel.Result result, String target) {
  static final String HEADER =
      """
      | workload | side | beside | ratio [95 %] | target | side/s | beside/s | p50 ms | p99 ms |
      |---|---|---|---|---|--:|--:|--:|--:|
      """;

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %,.0f | %,.0f | %.2f | %.2f |",
        workload,
        first,
        second,
        result.ratio(),
        target,
        result.first(),
        result.second(),
        result.p50(),
        result.p99());
  }
}

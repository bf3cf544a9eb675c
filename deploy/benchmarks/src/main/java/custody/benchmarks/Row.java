package custody.benchmarks;

import java.util.Locale;

/// One line of the table.
///
/// The last two columns are processor time per unit: of this JVM, the clients in it included, and
/// of PostgreSQL.
///
/// @param target what the ratio is to reach, as a person reads it; empty for controls
record Row(String workload, String first, String second, Duel.Result result, String target) {
  static final String HEADER =
      """
      | workload | side | beside | ratio [95 %] | pairs | target | side/s | beside/s | p50 ms | p99 ms | us | beside us |
      |---|---|---|---|--:|---|--:|--:|--:|--:|--:|--:|
      """;

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %d | %s | %,.0f | %,.0f | %.2f | %.2f | %s | %s |",
        workload,
        first,
        second,
        result.ratio(),
        result.pairs(),
        target,
        result.first(),
        result.second(),
        result.p50(),
        result.p99(),
        micros(result.cpu()),
        micros(result.besideCpu()));
  }

  /// This process and PostgreSQL's.
  private static String micros(Cpu cpu) {
    return String.format(Locale.ROOT, "%.1f + %.1f", cpu.here() / 1e3, cpu.server() / 1e3);
  }
}

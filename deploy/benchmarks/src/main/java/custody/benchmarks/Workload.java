package custody.benchmarks;

import java.util.function.Consumer;

/// Something users wait for, measured.
interface Workload {

  /// As named on the command line.
  String name();

  /// Whether it is for every day; otherwise the short mode runs it only if it is named.
  default boolean everyDay() {
    return true;
  }

  void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception;
}

package custody.benchmarks;

import java.util.function.Consumer;

/// Something users wait for, measured.
interface Workload {

  /// As named on the command line.
  String name();

  void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception;
}

package custody.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {

  /// All but `start`, which needs the packaged standalone and a minute of its own, and `growth`,
  /// which rebuilds everything twice.
  private static final Set<String> WORKLOADS =
      Set.of(
          "append",
          "http",
          "import",
          "visible",
          "history",
          "profile",
          "owners",
          "handover",
          "rebuild",
          "search");

  /// The figures of so short a run say nothing; that there are some does.
  @Test
  void everyWorkloadRunsAndHasItsLines(@TempDir Path directory) throws Exception {
    Path page = directory.resolve("benchmarks.md");
    Benchmarks.run(Pace.SMOKE, WORKLOADS, page);
    List<String> rows =
        Files.readAllLines(page).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| workload"))
            .toList();
    assertThat(rows)
        .hasSizeGreaterThan(40)
        .allSatisfy(row -> assertThat(row).doesNotContain("NaN", "Infinity"));
    for (String workload : WORKLOADS) {
      String line = workload.equals("owners") ? "| owner of " : "| " + workload;
      assertThat(rows).anySatisfy(row -> assertThat(row).startsWith(line));
    }
    for (String beside :
        List.of("COPY", "bare controller", "Envers", "JaVers", "Axon", "temporal", "pg_trgm")) {
      assertThat(rows).anySatisfy(row -> assertThat(row).contains(beside));
    }
  }
}

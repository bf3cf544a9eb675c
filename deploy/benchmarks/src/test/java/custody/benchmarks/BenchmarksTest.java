package custody.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {

  /// The figures of so short a run say nothing; that there are some does. Starting the packaged
  /// standalone is left out, as nothing is packaged yet.
  @Test
  void everyWorkloadRunsAndHasItsLines(@TempDir Path directory) throws Exception {
    Path page = directory.resolve("benchmarks.md");
    Benchmarks.run(Pace.SMOKE, Set.of(), page);
    List<String> rows =
        Files.readAllLines(page).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| workload"))
            .toList();
    assertThat(rows)
        .hasSizeGreaterThan(40)
        .allSatisfy(row -> assertThat(row).doesNotContain("NaN", "Infinity"));
    for (String workload :
        List.of(
            "append",
            "http",
            "import",
            "visible",
            "history",
            "profile",
            "owner",
            "handover",
            "rebuild",
            "search")) {
      assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("| " + workload));
    }
    for (String beside :
        List.of("COPY", "bare controller", "Envers", "JaVers", "Axon", "temporal", "pg_trgm")) {
      assertThat(rows).anySatisfy(row -> assertThat(row).contains(beside));
    }
  }
}

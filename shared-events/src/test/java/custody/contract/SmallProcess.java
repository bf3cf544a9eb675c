package custody.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of its own, for tests of how much memory something takes: what else runs in theirs
/// would be measured too.
public final class SmallProcess {
  private SmallProcess() {}

  /// Runs it until it ends, which must be soon and without an error.
  ///
  /// @param heap in megabytes; a process that needs more fails
  /// @return what it said
  public static String run(int heap, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      // A process whose heap is full goes on for long.
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(said).isZero();
      return said.strip();
    } finally {
      process.destroyForcibly();
    }
  }
}

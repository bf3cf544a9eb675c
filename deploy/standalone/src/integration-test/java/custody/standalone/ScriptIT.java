package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `custody.sh` does before it starts Custody, with a Java that only tells how it was called.
/// (That it starts Custody the journeys see.)
class ScriptIT {
  private static final String JAVA =
      """
      #!/bin/sh
      for last; do :; done
      case "$*" in
        *jarmode=tools*) echo unpacked >> "$CALLS"; sleep 1; mkdir "$last/lib" ;;
        *AOTCacheOutput*)
          echo trained >> "$CALLS"
          for one; do case $one in -XX:AOTCacheOutput=*) touch "${one#*=}" ;; esac; done
          echo Custody is running
          exec sleep 60 ;;
        *) echo started ;;
      esac
      """;

  @TempDir Path directory;

  @Test
  void anOlderJavaIsRefusedWithWhatToDo() throws IOException, InterruptedException {
    Path java = java("17.0.15");

    Process script = script();

    assertThat(said(script))
        .isEqualTo(
            "Custody needs Java 25 or newer, and %s is Java 17. Let JAVA_HOME name a newer one.\n"
                .formatted(java));
    assertThat(script.exitValue()).isEqualTo(1);
  }

  @Test
  void ofTwoFirstCallsOnePreparesAndBothStart() throws IOException, InterruptedException {
    java("25.0.3");

    Process one = script();
    Process other = script();

    assertThat(said(one)).endsWith("started\n");
    assertThat(said(other)).endsWith("started\n");
    assertThat(calls()).isEqualTo("unpacked\ntrained\n");
    assertThat(said(script())).isEqualTo("started\n");
  }

  @Test
  void whatElseLiesInItsDirectoryStaysAndAKilledCallHoldsNobodyUp()
      throws IOException, InterruptedException {
    java("25.0.3");
    Path home = Files.createDirectories(directory.resolve("home"));
    Path precious = Files.writeString(home.resolve("customers.csv"), "name\n");
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.writeString(lib.resolve("of-an-older-version.jar"), "");
    // Beyond the greatest number a process can have.
    Files.createSymbolicLink(home.resolve("lock"), Path.of("4194305"));

    assertThat(said(script())).endsWith("started\n");

    assertThat(calls()).isEqualTo("unpacked\ntrained\n");
    assertThat(precious).hasContent("name\n");
    assertThat(lib).isEmptyDirectory();
    assertThat(home.resolve("lock")).doesNotExist();
  }

  /// A JDK as far as the script looks at one.
  private Path java(String version) throws IOException {
    Path jdk = Files.createDirectories(directory.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return java;
  }

  private Process script() throws IOException {
    ProcessBuilder script = new ProcessBuilder("sh", "custody.sh").redirectErrorStream(true);
    script.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    script.environment().put("CUSTODY_HOME", directory.resolve("home").toString());
    script.environment().put("CALLS", directory.resolve("calls").toString());
    return script.start();
  }

  private String calls() throws IOException {
    return Files.readString(directory.resolve("calls"));
  }

  private static String said(Process script) throws IOException, InterruptedException {
    assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `custody.sh` says before it starts anything. (That it starts Custody the journeys see.)
class ScriptIT {
  @TempDir Path jdk;

  @Test
  void anOlderJavaIsRefusedWithWhatToDo() throws IOException, InterruptedException {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho started\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    ProcessBuilder script = new ProcessBuilder("sh", "custody.sh").redirectErrorStream(true);
    script.environment().put("JAVA_HOME", jdk.toString());
    Process process = script.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "Custody needs Java 25 or newer, and %s is Java 17. Let JAVA_HOME name a newer one.\n"
                .formatted(java));
    assertThat(process.exitValue()).isEqualTo(1);
  }
}

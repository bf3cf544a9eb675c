package custody.query.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

class ConsoleFilesTest {
  @TempDir Path directory;

  @BeforeEach
  void aConsole() throws IOException {
    Files.writeString(directory.resolve("index.html"), "the page");
    Files.writeString(directory.resolve("favicon.svg"), "the icon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"customers", "customers/019a", "audit", "reps/019a", "apiary"})
  void everyPageOfTheConsoleIsTheOnePage(String path) throws IOException {
    assertThat(content(path)).isEqualTo("the page");
  }

  @Test
  void filesAreThemselves() throws IOException {
    assertThat(content("favicon.svg")).isEqualTo("the icon");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/customers/unknown",
        "api",
        "API/users",
        "actuator/health",
        "v3/api-docs",
        "livez",
        "missing.js",
        "../pom.xml"
      })
  void whatIsNotTheConsolesIsNotFound(String path) throws IOException {
    assertThat(content(path)).isNull();
  }

  private @Nullable String content(String path) throws IOException {
    Resource location = new FileSystemResource(directory + "/");
    Resource found = new ConsoleFiles().getResource(path, location);
    return found == null ? null : new String(found.getContentAsByteArray(), StandardCharsets.UTF_8);
  }
}

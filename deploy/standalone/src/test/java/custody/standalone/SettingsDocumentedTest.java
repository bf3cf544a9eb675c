package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The manual's table of settings is what the code says: the names, the defaults, and the sentences
/// that stand beside them.
class SettingsDocumentedTest {
  private static final Path MANUAL = Path.of("../docs/operations.md");
  private static final Pattern ROW = Pattern.compile("\\| `custody\\..*");

  @Test
  void everySettingIsInTheManualAndNothingElse() throws IOException {
    String documented =
        Files.readAllLines(MANUAL).stream()
            .filter(line -> ROW.matcher(line).matches())
            .collect(Collectors.joining("\n"));

    assertThat(documented).as("the table in deploy/docs/operations.md").isEqualTo(table());
  }

  @Test
  void everySettingSaysWhatItMeans() throws IOException {
    assertThat(settings()).allSatisfy((_, row) -> assertThat(row).doesNotEndWith("|  |"));
  }

  private static String table() throws IOException {
    return String.join("\n", settings().values());
  }

  private static SortedMap<String, String> settings() throws IOException {
    SortedMap<String, String> rows = new TreeMap<>();
    for (URL metadata :
        Collections.list(
            SettingsDocumentedTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
      try (InputStream json = metadata.openStream()) {
        for (JsonNode setting : new JsonMapper().readTree(json).path("properties")) {
          String name = setting.path("name").asString();
          if (name.startsWith("custody.")) {
            rows.put(
                name,
                "| `%s` | %s | %s |"
                    .formatted(
                        name,
                        byDefault(name, setting.path("defaultValue")),
                        setting.path("description").asString("").replaceAll("\\s+", " ")));
          }
        }
      }
    }
    return rows;
  }

  private static String byDefault(String name, JsonNode inCode) throws IOException {
    for (String file :
        List.of("application.yaml", "command-side.yaml", "query-side.yaml", "shared.yaml")) {
      for (PropertySource<?> source :
          new YamlPropertySourceLoader().load(file, new ClassPathResource(file))) {
        Object value = source.getProperty(name);
        if (value != null) {
          return "`" + value + "`";
        }
      }
    }
    String value =
        inCode.isArray()
            ? inCode.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
            : inCode.asString("");
    return value.isEmpty() ? "none" : "`" + value + "`";
  }
}

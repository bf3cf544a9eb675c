package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Clients decide by a problem's code and people read its title and detail, so every code in the
/// sources has both languages.
class ProblemCodesTest {
  private static final Pattern CODE =
      Pattern.compile(
          "(?:new"
              + " Problem\\(\\s*\\w+,|Rejection\\s*\\.(?:conflict|invalid|notFound)\\(|\\.part\\(\\S+"
              + " \\w+,|Sort\\.\\w+,)\\s*\"([^\"]+)\"");

  @Test
  void everyCodeHasATitleInEnglishAndTitleAndDetailInChinese() throws IOException {
    Properties english = bundle("problems.properties");
    Properties chinese = bundle("problems_zh.properties");
    Set<String> missing = new TreeSet<>();
    Set<String> used = used();
    for (String code : used) {
      if (!english.containsKey(code)) {
        missing.add(code);
      }
      if (!chinese.containsKey(code)) {
        missing.add(code + " (zh)");
      }
      if (!chinese.containsKey(code + ".detail")) {
        missing.add(code + ".detail (zh)");
      }
    }

    assertThat(used).hasSizeGreaterThan(50).allMatch(code -> code.matches("[a-z]+(-[a-z0-9]+)*"));
    assertThat(missing).as("to add in custody/service/problems*.properties").isEmpty();
  }

  private static Set<String> used() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (String module : List.of("shared-events", "command-side", "query-side")) {
      try (Stream<Path> files = Files.walk(Path.of("../..", module, "src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher matcher = CODE.matcher(Files.readString(file));
          while (matcher.find()) {
            codes.add(matcher.group(1));
          }
        }
      }
    }
    return codes;
  }

  private static Properties bundle(String name) throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            ProblemCodesTest.class.getResourceAsStream("/custody/service/" + name))) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return properties;
  }
}

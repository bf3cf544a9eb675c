package custody.command.imports.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import custody.service.http.Mistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whoever asks in Chinese is told in Chinese what is wrong with a mapping or a plan: by what the
/// code can say, as it stands there.
class MistakesTest {
  private static final Path CODE = Path.of("src/main/java/custody/command");
  private static final Pattern COMPLAINT =
      Pattern.compile("[.]complain\\((.*?)\\);", Pattern.DOTALL);
  private static final Pattern DEMAND = Pattern.compile("demand\\((.*?)\\);", Pattern.DOTALL);
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  @Test
  void whatIsWrongWithAMappingIsSaidInChineseToo() throws IOException {
    try (Stream<Path> files = Files.list(CODE.resolve("imports/mapping"))) {
      List<String> said = files.flatMap(file -> said(file, COMPLAINT)).toList();

      assertThat(said).hasSizeGreaterThan(20);
      assertThat(said)
          .as("to add in custody.service.http.Mistakes")
          .allMatch(it -> Mistakes.inChinese(it).isPresent());
    }
  }

  @Test
  void whatIsWrongWithAPlanIsSaidInChineseToo() {
    List<String> said =
        said(CODE.resolve("handover/PlanRules.java"), DEMAND)
            .map(it -> it.substring(it.indexOf(": ") + 2))
            .toList();

    assertThat(said).hasSizeGreaterThan(20);
    assertThat(said)
        .as("to add in custody.service.http.Mistakes")
        .allMatch(it -> Mistakes.inChinese(it).isPresent());
  }

  /// The texts of each call, with a number for what is put between them.
  private static Stream<String> said(Path file, Pattern call) {
    try {
      return call.matcher(Files.readString(file))
          .results()
          .map(it -> it.group(1))
          .filter(it -> it.contains("\""))
          .map(MistakesTest::text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(String arguments) {
    String said =
        LITERAL
            .matcher(arguments)
            .results()
            .map((MatchResult it) -> it.group(1).translateEscapes())
            .collect(Collectors.joining("7"));
    int last = arguments.lastIndexOf('"') + 1;
    return arguments.substring(last).contains("+") ? said + "7" : said;
  }
}

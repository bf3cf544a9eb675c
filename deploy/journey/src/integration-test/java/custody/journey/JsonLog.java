package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A log for machines, in the form of Elastic's common schema.
final class JsonLog {
  /// What a start says to the person who set it up, once; it is no log line.
  private static final String FOR_A_PERSON =
      "(Making the AOT cache\\. .*|Nobody can administer Custody yet\\. .*"
          + "|  http://localhost:\\d+/set-up#.*|)";

  private JsonLog() {}

  /// Every line is one object, says when, how grave and from where, and names nobody.
  static void check(String log) {
    List<String> lines = log.lines().filter(line -> !line.matches(FOR_A_PERSON)).toList();
    assertThat(lines).hasSizeGreaterThan(10);
    for (String line : lines) {
      JsonNode entry = JsonMapper.shared().readTree(line);
      assertThat(entry.at("/@timestamp").asString()).as(line).endsWith("Z");
      assertThat(entry.at("/log/level").asString()).as(line).isIn("INFO", "WARN", "ERROR");
      assertThat(entry.at("/log/logger").asString()).as(line).isNotEmpty();
      assertThat(entry.at("/service/name").asString()).as(line).isEqualTo("custody");
      assertThat(entry.at("/ecs/version").asString()).as(line).isNotEmpty();
    }
    assertThat(lines.stream().map(it -> JsonMapper.shared().readTree(it).at("/correlationId")))
        .as("what a request left behind names it")
        .anyMatch(JsonNode::isString);
    assertThat(log).doesNotContain("Contact ", "+86 139", "再联系", "谈 ");
  }
}

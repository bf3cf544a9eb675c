package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What Custody answered.
///
/// @param request for messages
/// @param text the body
public record Answer(String request, int status, HttpHeaders headers, String text) {
  static final JsonMapper JSON = new JsonMapper();

  /// This answer, if it has that status; else the test has failed.
  public Answer expect(int expected) {
    assertThat(status).as("%s: %s", request, text).isEqualTo(expected);
    return this;
  }

  /// This answer, if it is the problem with that status and code.
  Answer expectProblem(int expected, String code) {
    expect(expected);
    assertThat(headers.firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(json().path("code").asString("")).as("%s: %s", request, text).isEqualTo(code);
    assertThat(json().path("detail").asString("")).as("says what to do").isNotBlank();
    return this;
  }

  public JsonNode json() {
    return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
  }

  /// The value at a JSON pointer, such as `/fields/name`; missing if there is none.
  public JsonNode at(String pointer) {
    return json().at(pointer);
  }

  public String text(String pointer) {
    return at(pointer).asString("");
  }

  /// One JSON value per line.
  List<JsonNode> lines() {
    return text.lines().filter(line -> !line.isBlank()).map(JSON::readTree).toList();
  }

  public UUID id() {
    return UUID.fromString(text("/id"));
  }

  /// The part a command created.
  UUID created() {
    return UUID.fromString(text("/created"));
  }

  long version() {
    return at("/version").asLong();
  }

  String etag() {
    return headers.firstValue("ETag").orElse("");
  }

  List<UUID> events() {
    return json().path("events").valueStream().map(id -> UUID.fromString(id.asString())).toList();
  }
}

package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import custody.standalone.Standalone.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every operation that the API describes, asked oddly: each answer is one that says what to do.
class OddRequestsIT {
  private static final String SOMEBODY = "user:somebody";
  private static final long SEED = 20261128;
  private static final String ID = "01a2094b-b7a0-7563-b48d-e0b47a4910e7";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "x",
          "\uD83D\uDE00",
          "\u202E\u200B",
          "1-1-1-1-1",
          "-1",
          "%",
          "9999-12-31T23:59:59Z",
          "2026-02-30",
          "'; --",
          "../..",
          "null",
          "x".repeat(3000));

  /// Besides texts: all that JSON can be.
  private static final List<JsonNode> VALUES =
      Stream.concat(
              TEXTS.stream().map(it -> JsonMapper.shared().<JsonNode>valueToTree(it)),
              Stream.of("null", "true", "0", "-1", "1.5", "1e308", "9".repeat(30), "[]", "[null]")
                  .map(JsonMapper.shared()::readTree))
          .toList();

  /// Streams without an end, and what would take the ground from under the test or cost minutes.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "GET /api/live",
          "GET /api/events",
          "DELETE /api/session",
          "POST /api/keys/rotation",
          "POST /api/signing-keys/rotation",
          "POST /api/views/rebuild",
          "POST /api/views/{name}/rebuild",
          "POST /api/rules/run");

  @TempDir Path directory;
  private final Random random = new Random(SEED);
  private final List<String> wrong = new ArrayList<>();
  private int count;

  @Test
  void noOddRequestMakesItFail() throws Exception {
    JsonNode docs =
        JsonMapper.shared()
            .readTree(Files.readString(Path.of("../../query-side/console/openapi.json")));
    Shapes shapes = new Shapes(docs, random);
    try (Standalone custody = Standalone.start(directory)) {
      Described.in(docs)
          .filter(it -> !LEFT_OUT.contains(it.name()))
          .forEach(it -> ask(custody, it.method(), it.path(), it.details(), shapes));
    }
    System.out.printf("%d odd requests%n", count);
    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(1000);
  }

  private void ask(
      Standalone custody, String method, String path, JsonNode operation, Shapes shapes) {
    String plain = path.replaceAll("\\{[^}]+}", ID);
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    JsonNode body = schema.isMissingNode() ? null : shapes.one(schema);
    String json = body == null ? "" : body.toString();
    ask(custody, method, plain, json, "application/json");
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.get("name").asString();
      for (String text : texts(name)) {
        switch (parameter.get("in").asString()) {
          case "query" ->
              ask(
                  custody,
                  method,
                  plain + "?" + name + "=" + encoded(text),
                  json,
                  "application/json");
          case "path" -> {
            if (!text.isEmpty()) {
              String other = path.replace("{" + name + "}", encoded(text));
              ask(custody, method, other.replaceAll("\\{[^}]+}", ID), json, "application/json");
            }
          }
          default -> {} // headers are the HTTP ground's: HttpGroundTest
        }
      }
    }
    if (body != null) {
      for (String type : List.of("*/*", "text/plain", "application/json;charset=x")) {
        ask(custody, method, plain, json, type);
      }
      for (String whole : List.of("", "null", "[]", "7", "[".repeat(2000), json + json)) {
        ask(custody, method, plain, whole, "application/json");
      }
      shapes.eachWith(
          body, VALUES, it -> ask(custody, method, plain, it.toString(), "application/json"));
    }
  }

  private List<String> texts(String parameter) {
    return Stream.concat(
            Stream.of("\0"), Stream.generate(() -> TEXTS.get(random.nextInt(TEXTS.size()))))
        // Whoever asks for a version to come waits for it.
        .filter(it -> !parameter.equals("atLeast") || !it.matches("\\d+"))
        .limit(4)
        .toList();
  }

  private void ask(Standalone custody, String method, String path, String body, String type) {
    count++;
    BodyPublisher sent = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    Answer answer =
        custody.send(SOMEBODY, method, path, sent, "Content-Type", type, "If-Match", "*");
    if (answer.status() >= 500 || (answer.status() >= 400 && !saysWhatToDo(answer))) {
      wrong.add(
          "%s %s %s %.300s: %d %.300s"
              .formatted(method, path, type, body, answer.status(), answer.text()));
    }
  }

  private static boolean saysWhatToDo(Answer answer) {
    try {
      JsonNode problem = answer.json();
      return !problem.path("code").asString("").isEmpty()
          && !problem.path("detail").asString("").isEmpty();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

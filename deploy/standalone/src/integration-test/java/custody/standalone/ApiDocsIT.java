package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The API's description is complete, so that clients can be generated from it.
class ApiDocsIT {
  private static final Path CONSOLE = Path.of("../../query-side/console/openapi.json");

  @TempDir Path directory;

  @Test
  void everyEndpointIsDescribedWithItsProblems() throws Exception {
    try (ConfigurableApplicationContext custody =
        new SpringApplicationBuilder(StandaloneApplication.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--custody.data-dir=" + directory)) {
      JsonNode docs = docs(custody.getEnvironment().getRequiredProperty("local.server.port"));
      Files.writeString(Path.of("target/api-docs.json"), docs.toPrettyString());

      assertThat(docs.path("openapi").stringValue()).startsWith("3.1");
      List<String> endpoints = endpoints(custody);
      assertThat(endpoints).hasSizeGreaterThan(25);
      for (String endpoint : endpoints) {
        String[] parts = endpoint.split(" ", 2);
        JsonNode operation = docs.path("paths").path(parts[1]).path(parts[0]);
        assertThat(operation.path("summary").asString("")).as(endpoint).isNotBlank();
        assertThat(operation.at("/responses/default/content/application~1problem+json").isObject())
            .as("problems of " + endpoint)
            .isTrue();
        assertThat(operation.toString()).as(endpoint).doesNotContain("incoming", "\"caller\"");
      }
      assertThatRequestsSayWhatTheServiceDemands(docs);
      assertThatItHoldsTogether(docs);
      assertThatTheConsoleIsBuiltOn(docs);
      assertThat(docs.at("/components/schemas/Problem/properties/code/description").stringValue())
          .contains("- `duplicate-certain`: ", "- `if-match-missing`: ", "- `mapping-invalid`: ");
    }
  }

  private static void assertThatRequestsSayWhatTheServiceDemands(JsonNode docs) {
    JsonNode schemas = docs.at("/components/schemas");
    assertThat(names(schemas.at("/CustomerRegistration/required")))
        .containsExactlyInAnyOrder("kind", "fields");
    assertThat(names(schemas.at("/CustomerRegistration/properties/kind/enum")))
        .containsExactly("company", "outlet", "person");
    assertThat(names(schemas.at("/FollowUpBody/required")))
        .containsExactlyInAnyOrder("medium", "occurredAt", "summary");
    assertThat(names(schemas.at("/ContactBody/required"))).containsExactly("fields");
    JsonNode amend = docs.at("/paths/~1api~1customers~1{customer}/patch/parameters");
    assertThat(amend.valueStream().map(it -> it.path("name").stringValue()))
        .contains("If-Match", "Custody-Channel", "customer");
    assertThat(docs.at("/components/securitySchemes/token/scheme").stringValue())
        .isEqualTo("bearer");
    assertThat(docs.at("/paths/~1api~1customers/post/responses").has("201")).isTrue();
  }

  /// What generators of clients stumble over: references that lead nowhere, operations of one name,
  /// parameters of a path that it does not have, words that OpenAPI 3.1 no longer knows.
  private static void assertThatItHoldsTogether(JsonNode docs) {
    List<String> operations = new ArrayList<>();
    Described.in(docs)
        .forEach(
            it -> {
              operations.add(it.details().path("operationId").asString(""));
              assertThat(
                      it.details()
                          .path("parameters")
                          .valueStream()
                          .filter(parameter -> parameter.path("in").asString("").equals("path"))
                          .map(parameter -> "{" + parameter.get("name").asString() + "}"))
                  .as(it.name())
                  .containsExactlyInAnyOrderElementsOf(placeholders(it.path()));
            });
    assertThat(operations).doesNotContain("").doesNotHaveDuplicates();
    assertThatReferencesLeadSomewhere(docs, docs);
  }

  /// The console's client is generated from a copy, so that it is built without a running service.
  private static void assertThatTheConsoleIsBuiltOn(JsonNode docs) throws IOException {
    ObjectNode described = (ObjectNode) sorted(docs);
    described.remove("servers"); // where it happens to run
    String actual = described.toPrettyString() + "\n";
    if (Boolean.getBoolean("console.openapi.write")) {
      Files.writeString(CONSOLE, actual);
    }
    assertThat(Files.readString(CONSOLE).lines())
        .as("what the service says of its API; -DargLine=-Dconsole.openapi.write=true copies it")
        .containsExactlyElementsOf(actual.lines().toList());
  }

  /// Members by name: their order comes from the order in which classes are found.
  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JsonMapper.shared().createObjectNode();
      object
          .propertyStream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(member -> copy.set(member.getKey(), sorted(member.getValue())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonMapper.shared().createArrayNode();
      array.forEach(each -> copy.add(sorted(each)));
      return copy;
    }
    return node;
  }

  private static List<String> placeholders(String path) {
    return Pattern.compile("\\{\\w+}").matcher(path).results().map(MatchResult::group).toList();
  }

  private static void assertThatReferencesLeadSomewhere(JsonNode docs, JsonNode node) {
    String reference = node.path("$ref").asString("");
    if (!reference.isEmpty()) {
      assertThat(reference).startsWith("#/");
      assertThat(docs.at(reference.substring(1)).isObject()).as(reference).isTrue();
    }
    assertThat(node.path("nullable").isBoolean()).as("nullable in %s", node).isFalse();
    node.forEach(each -> assertThatReferencesLeadSomewhere(docs, each));
  }

  private static List<String> names(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  private static List<String> endpoints(ConfigurableApplicationContext custody) {
    List<String> endpoints = new ArrayList<>();
    custody
        .getBeansOfType(RequestMappingHandlerMapping.class)
        .values()
        .forEach(
            mapping ->
                mapping
                    .getHandlerMethods()
                    .forEach(
                        (info, _) ->
                            info.getPatternValues().stream()
                                .filter(path -> path.startsWith("/api/"))
                                .forEach(
                                    path ->
                                        info.getMethodsCondition().getMethods().stream()
                                            .map(it -> it.name().toLowerCase(Locale.ROOT))
                                            .forEach(it -> endpoints.add(it + " " + path)))));
    return endpoints.stream().distinct().toList();
  }

  private static JsonNode docs(String port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/api-docs"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return JsonMapper.shared().readTree(body);
    }
  }
}

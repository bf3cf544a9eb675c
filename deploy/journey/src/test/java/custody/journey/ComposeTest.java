package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What can be said of the compose file without running it.
class ComposeTest {
  private static final Path DIRECTORY = Path.of("../compose");

  @Test
  void nothingStartsWithoutSecretsThatSomebodyMade() throws IOException {
    JsonNode compose = compose();

    assertThat(compose.path("secrets").valueStream().map(secret -> secret.path("file").asString()))
        .isNotEmpty()
        .allMatch(file -> file.startsWith("${CUSTODY_SECRETS:?"));
    assertThat(compose.path("services").valueStream())
        .flatExtracting(
            service -> service.path("environment").propertyStream().map(Map.Entry::getKey).toList())
        .isNotEmpty()
        .noneMatch(name -> name.matches(".*(PASSWORD|KEY|SECRET)"));
  }

  @Test
  void onlyTheProxyIsReachedFromOutsideAndOnlyFromThisMachine() throws IOException {
    compose()
        .path("services")
        .propertyStream()
        .forEach(
            service ->
                assertThat(service.getValue().path("ports").valueStream().map(JsonNode::asString))
                    .as(service.getKey())
                    .allMatch(port -> port.startsWith("127.0.0.1:"))
                    .hasSize(service.getKey().equals("proxy") ? 1 : 0));
  }

  @Test
  void theProxyAndTheHealthChecksNameThePortsTheSidesListenOn() throws IOException {
    String proxy = Files.readString(DIRECTORY.resolve("nginx.conf"));
    for (String side : new String[] {"command-side", "query-side"}) {
      JsonNode settings = yaml(Path.of("../..", side, "src/main/resources/application.yaml"), 1);
      String port = settings.path("server.port").asString();

      assertThat(proxy).contains("server " + side + ":" + port);
      assertThat(compose().at("/services/" + side + "/healthcheck/test/2").asString())
          .isEqualTo(port);
      assertThat(compose().at("/services/" + side + "/build/args/SIDE").asString()).isEqualTo(side);
    }
    assertThat(proxy)
        .contains("default command_side;", "GET     query_side;", "HEAD    query_side;");
  }

  private static JsonNode compose() throws IOException {
    return yaml(DIRECTORY.resolve("compose.yaml"), 0);
  }

  private static JsonNode yaml(Path file, int document) throws IOException {
    int at = 0;
    for (Object content : new Yaml().loadAll(Files.readString(file))) {
      if (at++ == document) {
        return new JsonMapper().valueToTree(content);
      }
    }
    throw new IOException(file + " has no document " + document);
  }
}

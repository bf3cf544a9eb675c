package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import custody.access.TestAccess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// As operations.md says it: a stopped data directory can be copied, and the master key is kept
/// apart from it.
class BackupIT {
  @TempDir Path directory;

  @Test
  void aCopyOfTheStoppedDirectoryAndTheMasterKeyAreEverything() throws Exception {
    Path secrets = Files.createDirectory(directory.resolve("secrets"));
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    Files.writeString(secrets.resolve("custody.master-key"), key);
    Path data = directory.resolve("data");
    JsonNode registered;
    try (ConfigurableApplicationContext custody =
            started(data, "--spring.config.import=configtree:" + secrets + "/");
        HttpClient http = HttpClient.newHttpClient()) {
      registered =
          answer(
              client(custody, http)
                  .post("/api/customers", "{\"kind\":\"company\",\"fields\":{\"name\":\"备份贸易\"}}"),
              201);
    }
    assertThat(data.resolve("master.key")).doesNotExist();

    Path copy = directory.resolve("copy");
    copy(data, copy);
    try (ConfigurableApplicationContext custody = started(copy, "--custody.master-key=" + key);
        HttpClient http = HttpClient.newHttpClient()) {
      ImportClient client = client(custody, http);
      String customer = "/api/customers/" + registered.get("id").asString();
      assertThat(client.json(customer + "?atLeast=1").at("/fields/name").asString())
          .isEqualTo("备份贸易");
      JsonNode added =
          answer(client.post(customer + "/contacts", "{\"fields\":{\"name\":\"后来人\"}}"), 201);
      assertThat(added.get("version").asLong()).isEqualTo(2);
      assertThat(client.json(customer + "?atLeast=2").at("/contacts/0/fields/name").asString())
          .isEqualTo("后来人");
    }
  }

  private static ConfigurableApplicationContext started(Path data, String... more) {
    String[] settings = {
      "--server.port=0", "--management.server.port=0", "--custody.data-dir=" + data
    };
    return Standalone.run(
        Stream.concat(Arrays.stream(settings), Arrays.stream(more)).toArray(String[]::new));
  }

  private static ImportClient client(ConfigurableApplicationContext custody, HttpClient http) {
    return new ImportClient(
        http,
        custody.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
        TestAccess.to(custody).bearer("service:keeper"));
  }

  private static JsonNode answer(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}

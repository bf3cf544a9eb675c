package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Uploads files to a running Custody and waits for what came of them.
///
/// @param authorization the header of that name
record ImportClient(HttpClient http, int port, String authorization) {
  /// How an import ended: its summary, and the id.
  ObjectNode imported(String fileName, byte[] file, String mapping, boolean dryRun)
      throws IOException, InterruptedException {
    HttpResponse<String> accepted =
        upload("/api/imports?dryRun=" + dryRun, fileName, file, mapping);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String id = JsonMapper.shared().readTree(accepted.body()).get("id").asString();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (System.nanoTime() < deadline) {
      JsonNode operation = json("/api/operations/" + id);
      if (!"running".equals(operation.get("state").asString())) {
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("done");
        return ((ObjectNode) operation.get("detail")).put("id", id);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError("the import did not end");
  }

  /// What was to be said of the rows: `row target code`.
  List<String> report(JsonNode imported) throws IOException, InterruptedException {
    return get("/api/imports/" + imported.get("id").asString() + "/report")
        .body()
        .lines()
        .map(line -> JsonMapper.shared().readTree(line))
        .map(
            row ->
                row.get("row").asString()
                    + " "
                    + row.get("target").asString()
                    + " "
                    + row.get("code").asString())
        .toList();
  }

  HttpResponse<String> upload(String path, String fileName, byte[] file, String mapping)
      throws IOException, InterruptedException {
    String boundary = "----custody" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(body, boundary, "mapping", "mapping.json", mapping.getBytes(StandardCharsets.UTF_8));
    part(body, boundary, "file", fileName, file);
    body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return http.send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build(),
        BodyHandlers.ofString());
  }

  private static void part(
      ByteArrayOutputStream body, String boundary, String name, String file, byte[] content) {
    body.writeBytes(
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
            .formatted(boundary, name, file)
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  /// @throws AssertionError if the answer is not 200
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(path, "*/*");
  }

  HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request(path).header("Accept", accept).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path + response.body()).isEqualTo(200);
    return response;
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(get(path).body());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return http.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", authorization);
  }
}

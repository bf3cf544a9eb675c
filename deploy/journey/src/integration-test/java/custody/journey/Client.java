package custody.journey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Speaks to Custody as a user's program does: reading goes to one address, all else to another,
/// which in standalone are the same.
///
/// @param authorization the header of that name; empty = none
public record Client(HttpClient http, URI commands, URI queries, String authorization) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// The same with another token, or none.
  public Client with(String other) {
    return new Client(http, commands, queries, other);
  }

  public Answer get(String path, String... headers) {
    return orThrow(() -> send("GET", path, BodyPublishers.noBody(), headers));
  }

  public Answer post(String path, String json, String... headers) {
    return orThrow(() -> tryPost(path, json, headers));
  }

  /// @throws IOException if there was no answer; whether it was done is then unknown
  Answer tryPost(String path, String json, String... headers) throws IOException {
    return send("POST", path, BodyPublishers.ofString(json), with(headers, "application/json"));
  }

  /// @param etag the version the change is based on, as `ETag` said it; null = does not say
  Answer patch(String path, @Nullable String etag, String json) {
    String[] headers = etag == null ? new String[0] : new String[] {"If-Match", etag};
    return orThrow(
        () ->
            send(
                "PATCH",
                path,
                BodyPublishers.ofString(json),
                with(headers, "application/merge-patch+json")));
  }

  Answer delete(String path, String etag) {
    return orThrow(() -> send("DELETE", path, BodyPublishers.noBody(), "If-Match", etag));
  }

  /// A file and its mapping.
  public Answer upload(String path, String file, byte[] content, String mapping) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(body, "mapping", "mapping.json", mapping.getBytes(StandardCharsets.UTF_8));
    part(body, "file", file, content);
    body.writeBytes("--part--\r\n".getBytes(StandardCharsets.UTF_8));
    return orThrow(
        () ->
            send(
                "POST",
                path,
                BodyPublishers.ofByteArray(body.toByteArray()),
                "Content-Type",
                "multipart/form-data; boundary=part"));
  }

  private static void part(ByteArrayOutputStream body, String name, String file, byte[] content) {
    body.writeBytes(
        "--part\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
            .formatted(name, file)
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String path, BodyPublisher body, String... headers)
      throws IOException {
    URI base = method.equals("GET") ? queries : commands;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).method(method, body);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(
          method + " " + path, response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String newKey() {
    return UUID.randomUUID().toString();
  }

  private static String[] with(String[] headers, String contentType) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = contentType;
    return all;
  }

  private interface Call {
    Answer send() throws IOException;
  }

  private static Answer orThrow(Call call) {
    try {
      return call.send();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

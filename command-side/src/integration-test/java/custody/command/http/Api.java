package custody.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import custody.access.TestAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the API, as a service named tester that may do everything.
public final class Api {
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestAccess access;
  private final int port;
  private final String actor;

  Api(TestAccess access, int port) {
    this(access, port, "service:tester");
  }

  private Api(TestAccess access, int port, String actor) {
    this.access = access;
    this.port = port;
    this.actor = actor;
  }

  /// The same as somebody else.
  ///
  /// @param other `user:<name>`, `rep:<id>` or `service:<name>`
  public Api as(String other) {
    return new Api(access, port, other);
  }

  public record Reply(
      int status, JsonNode body, @Nullable String etag, @Nullable String location, String link) {
    public String id() {
      return body.path("id").stringValue();
    }

    public String created() {
      return body.path("created").stringValue();
    }

    String code() {
      return body.path("code").asString("");
    }

    public Reply is(int expected) {
      assertThat(status).as(body.toString()).isEqualTo(expected);
      return this;
    }

    public Reply isProblem(int expected, String code) {
      is(expected);
      assertThat(body.path("status").asInt()).isEqualTo(expected);
      assertThat(code()).as(body.toString()).isEqualTo(code);
      assertThat(body.path("detail").asString("")).isNotBlank();
      return this;
    }
  }

  public Reply post(String path, @Nullable String body, String... headers) {
    return send("POST", path, body, headers);
  }

  public Reply patch(String path, String body, String... headers) {
    return send("PATCH", path, body, headers);
  }

  public Reply delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  /// @param headers names and values, in turn
  public Reply send(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .setHeader("Authorization", access.bearer(actor));
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      var answer = client.send(request.build(), BodyHandlers.ofString());
      return new Reply(
          answer.statusCode(),
          json(answer.body()),
          answer.headers().firstValue("ETag").orElse(null),
          answer.headers().firstValue("Location").orElse(null),
          answer.headers().firstValue("Link").orElse(""));
    } catch (IOException e) {
      throw new AssertionError("no answer to " + method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return body.isEmpty()
          ? JsonMapper.shared().createObjectNode()
          : JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      throw new AssertionError("no JSON: " + body, e);
    }
  }
}

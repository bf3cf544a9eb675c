package custody.standalone;

import custody.access.TestAccess;
import custody.service.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole of Custody in this JVM, on a data directory of its own, asked over HTTP.
final class Standalone implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  private final TestAccess access;
  private final Map<String, String> bearers = new ConcurrentHashMap<>();

  private Standalone(ConfigurableApplicationContext context) {
    this.access = TestAccess.to(context);
    this.context = context;
  }

  static Standalone start(Path data, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--server.port=0");
    arguments.add("--management.server.port=0");
    arguments.add("--custody.data-dir=" + data);
    arguments.add("--custody.schedule.poll=200ms");
    arguments.add("--custody.access.limits.person.per-second=0");
    return new Standalone(run(arguments.toArray(String[]::new)));
  }

  /// Starts it and waits, as a proxy would, until it is ready.
  static ConfigurableApplicationContext run(String... arguments) {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(StandaloneApplication.class).run(arguments);
    HttpRequest ready =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:"
                        + context.getEnvironment().getProperty("local.server.port")
                        + "/readyz"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      eventually(
          () -> {
            try {
              return client.send(ready, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException | InterruptedException e) {
              throw new AssertionError("/readyz", e);
            }
          });
    }
    return context;
  }

  /// From now on the actor may do just this.
  void account(String actor, Access entitled) {
    bearers.put(actor, access.bearer(actor, entitled));
  }

  private String bearer(String actor) {
    return bearers.computeIfAbsent(actor, access::bearer);
  }

  /// @param status the HTTP status
  /// @param text the body as it came
  record Answer(int status, String text) {
    JsonNode json() {
      return JsonMapper.shared().readTree(text);
    }

    String id() {
      return json().get("id").asString();
    }

    Answer expect(int wanted) {
      if (status != wanted) {
        throw new AssertionError(status + " instead of " + wanted + ": " + text);
      }
      return this;
    }
  }

  Answer get(String actor, String path, String... headers) {
    return send(actor, "GET", path, BodyPublishers.noBody(), headers);
  }

  Answer post(String actor, String path, String json, String... headers) {
    return send(
        actor,
        "POST",
        path,
        BodyPublishers.ofString(json),
        concat(headers, "Content-Type", "application/json"));
  }

  Answer patch(String actor, String path, String json) {
    return send(
        actor,
        "PATCH",
        path,
        BodyPublishers.ofString(json),
        "Content-Type",
        "application/merge-patch+json",
        "If-Match",
        "*");
  }

  Answer send(
      String actor, String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port("server") + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body)
            .header("Authorization", bearer(actor));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  Answer upload(String actor, String path, String name, String file, String mapping) {
    try {
      int port = Integer.parseInt(port("server"));
      HttpResponse<String> response =
          new ImportClient(client, port, bearer(actor))
              .upload(path, name, file.getBytes(StandardCharsets.UTF_8), mapping);
      return new Answer(response.statusCode(), response.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path, e);
    }
  }

  /// From the management port.
  String managed(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port("management") + path))
            .build())
        .text();
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(request.method() + " " + request.uri().getPath(), e);
    }
  }

  private String port(String which) {
    return Objects.requireNonNull(
        context
            .getEnvironment()
            .getProperty(which.equals("server") ? "local.server.port" : "local.management.port"));
  }

  /// From inside, for what has no address.
  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /// As somebody without a token.
  Answer anonymous(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port("server") + path)).build());
  }

  JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }

  static void eventually(BooleanSupplier condition) {
    eventually(() -> "", condition);
  }

  /// @param seen told when it does not come true
  static void eventually(Supplier<String> seen, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come true within 60 s " + seen.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static String[] concat(String[] headers, String... more) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Override
  public void close() {
    client.close();
    context.close();
  }
}

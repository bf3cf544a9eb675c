package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import custody.query.projection.View;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class StandaloneApplicationIT {
  @TempDir Path directory;

  @Test
  void servesBothSidesOnItsOwnPostgresAndItsHealthOnAPortOfItsOwn() throws Exception {
    try (ConfigurableApplicationContext custody =
        Standalone.run(
            "--server.port=0", "--management.server.port=0", "--custody.data-dir=" + directory)) {
      assertThat(custody.getBean(TransactionManager.class))
          .isInstanceOf(SpringTransactionManager.class);
      String api = custody.getEnvironment().getRequiredProperty("local.server.port");
      String management = custody.getEnvironment().getRequiredProperty("local.management.port");

      for (String path : List.of("/v3/api-docs", "/swagger-ui/index.html", "/livez", "/readyz")) {
        assertThat(get(api, path).statusCode()).as(path).isEqualTo(200);
      }
      for (String path :
          List.of("/actuator/health", "/actuator/health/liveness", "/actuator/prometheus")) {
        assertThat(get(management, path).statusCode()).as(path).isEqualTo(200);
        assertThat(get(api, path).statusCode()).as("not on the API's port: " + path).isEqualTo(404);
      }
      assertThat(get(management, "/actuator/health").body())
          .contains("\"db\"", "PostgreSQL", "\"views\"", "\"projection\"");
      assertThat(get(api, "/readyz").body()).isEqualTo("{\"status\":\"UP\"}");
      assertThat(get(api, "/livez").body()).isEqualTo("{\"status\":\"UP\"}");

      JdbcClient database = custody.getBean(JdbcClient.class);
      for (View view : custody.getBeansOfType(View.class).values()) {
        database.sql("DROP SCHEMA view_" + view.name() + " CASCADE").update();
      }
      assertThat(get(api, "/readyz").statusCode()).as("before its views were built").isEqualTo(503);
      assertThat(get(api, "/livez").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> get(String port, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.ofString());
    }
  }
}

package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class StandaloneApplicationIT {
  @TempDir Path directory;

  @Test
  void servesBothSidesOnItsOwnPostgres() throws IOException, InterruptedException {
    try (ConfigurableApplicationContext custody =
            new SpringApplicationBuilder(StandaloneApplication.class)
                .run("--server.port=0", "--custody.data-dir=" + directory);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(custody.getBean(TransactionManager.class))
          .isInstanceOf(SpringTransactionManager.class);
      String port = custody.getEnvironment().getRequiredProperty("local.server.port");
      for (String path :
          List.of("/actuator/health", "/actuator/prometheus", "/v3/api-docs", "/swagger-ui.html")) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()))
            .as(path)
            .matches(response -> response.statusCode() == 200 || response.statusCode() == 302);
      }
    }
  }
}

package custody.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Peer: the least a Spring service can do with a request. It reads JSON, inserts one row in a
/// transaction of its own, and answers JSON. No security, no metrics, no checks.
final class BareController {
  private BareController() {}

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  static class Application {}

  record Note(String medium, String occurredAt, String summary) {}

  @RestController
  static final class Notes {
    private final DataSource database;

    Notes(DataSource database) {
      this.database = database;
    }

    @PostMapping("/customers/{customer}/notes")
    Map<String, Object> note(@PathVariable java.util.UUID customer, @RequestBody Note note)
        throws SQLException {
      try (Connection connection = database.getConnection();
          PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO raw (sequence, stream, payload) VALUES (?, ?, ?)")) {
        insert.setLong(1, 1);
        insert.setObject(2, customer);
        insert.setString(
            3, "{\"summary\":\"" + note.summary() + "\",\"" + "x".repeat(100) + "\":1}");
        return Map.of("id", customer, "rows", insert.executeUpdate());
      }
    }
  }

  static ConfigurableApplicationContext start(DataSource database) {
    SpringApplication application = new SpringApplication(Application.class);
    application.addInitializers(
        context -> {
          var beans = (org.springframework.context.support.GenericApplicationContext) context;
          // The context closes what can be closed.
          beans.registerBean(DataSource.class, () -> new DelegatingDataSource(database));
          beans.registerBean(Notes.class);
        });
    return application.run(
        "--server.port=0",
        "--spring.threads.virtual.enabled=true",
        "--logging.level.root=warn",
        "--spring.main.banner-mode=off",
        "--spring.config.location=optional:file:none/");
  }
}

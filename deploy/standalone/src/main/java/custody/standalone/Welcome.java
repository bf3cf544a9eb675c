package custody.standalone;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Says where to go once Custody serves.
@Component
class Welcome {
  @EventListener
  void print(ApplicationReadyEvent ready) {
    if (!(ready.getApplicationContext() instanceof WebServerApplicationContext web)
        || web.getWebServer() == null) {
      return;
    }
    var environment = ready.getApplicationContext().getEnvironment();
    if (environment.containsProperty("logging.structured.format.console")) {
      return; // a machine reads this, line by line
    }
    String at =
        "http://%s:%d"
            .formatted(
                environment.getProperty("server.address", "localhost"),
                web.getWebServer().getPort());
    String management =
        "http://%s:%s"
            .formatted(
                environment.getProperty("management.server.address", "localhost"),
                environment.getProperty("local.management.port"));
    // For the person at the terminal, hence not a log line.
    System.out.printf(
        """

        Custody is running.
          Console                             %1$s/
          API, with documentation to try it   %1$s/swagger-ui
          Health                              %2$s/actuator/health
          Metrics                             %2$s/actuator/prometheus
        Ctrl-C stops it; the data stays.

        """,
        at, management);
  }
}

package custody.service.http;

import custody.contract.UuidV7;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/// What Tomcat refuses before any of our code sees it, such as a broken request line, is answered
/// as a problem too.
final class TomcatProblems implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addContextCustomizers(
        context -> {
          if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(Valve.class.getName());
          }
        });
  }

  /// Created by Tomcat, by name.
  public static final class Valve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable failure) {
      if (response.getStatus() < 400
          || response.getContentWritten() > 0
          || !response.setErrorReported()) {
        return;
      }
      try {
        ProblemAnswer.write(
            Problems.ofStatus(response.getStatus()),
            UuidV7.create(),
            request.getLocale(),
            response);
      } catch (IOException | IllegalStateException e) {
        container.getLogger().debug("the client did not wait for the answer", e);
      }
    }
  }
}

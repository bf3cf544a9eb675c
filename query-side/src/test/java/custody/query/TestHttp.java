package custody.query;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.query.projection.InMemoryEventLog;
import custody.query.sight.SightConfiguration;
import custody.service.Access;
import custody.service.Caller;
import custody.service.Callers;
import custody.service.CompanyProperties;
import custody.service.Cursors;
import custody.service.PoolProperties;
import custody.service.Scope;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldProperties;
import custody.service.http.WebAutoConfiguration;
import custody.store.EventLog;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP ground under some controllers, on a port of its own, asked by a real client.
public final class TestHttp implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ConfigurableApplicationContext context;
  private final int port;

  @SpringBootConfiguration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    MultipartAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    ValidationAutoConfiguration.class,
    WebAutoConfiguration.class,
    SightConfiguration.class
  })
  static class Ground {}

  /// Asked by one who sees everything.
  ///
  /// @param beans controllers and what they need beside database, clock, keys, cursors and fields
  public TestHttp(DataSource database, Clock clock, FieldProperties fields, List<Class<?>> beans) {
    this(
        database,
        clock,
        fields,
        new Access(Set.of(), EnumSet.allOf(Scope.class), null, Set.of(Access.EVERY_TEAM)),
        beans);
  }

  /// @param access of whoever asks
  public TestHttp(
      DataSource database,
      Clock clock,
      FieldProperties fields,
      Access access,
      List<Class<?>> beans) {
    Caller caller =
        new Caller(new Actor(Actor.Kind.USER, "tester"), access, Channel.API, UUID.randomUUID());
    ApplicationContextInitializer<GenericApplicationContext> register =
        application -> {
          application.registerBean(DataSource.class, () -> database);
          application.registerBean(Clock.class, () -> clock);
          application.registerBean(
              SubjectKeys.class,
              () -> new SubjectKeys(database, MasterKeys.parse(TestDatabase.MASTER_KEY)));
          application.registerBean(Callers.class, () -> _ -> caller);
          application.registerBean(EventLog.class, InMemoryEventLog::new);
          application.registerBean(PoolProperties.class, () -> new PoolProperties(null));
          application.registerBean(
              CompanyProperties.class, () -> new CompanyProperties(ZoneId.of("Asia/Shanghai")));
          application.registerBean(Cursors.class, () -> new Cursors(new byte[32]));
          application.registerBean(FieldCatalog.class, () -> new FieldCatalog(fields));
          beans.forEach(application::registerBean);
        };
    context =
        new SpringApplicationBuilder(Ground.class)
            .initializers(register)
            .run("--server.port=0", "--spring.config.location=classpath:shared.yaml");
    port =
        Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
            .getPort();
  }

  public HttpResponse<String> get(String path, String accept) {
    return get(path, accept, BodyHandlers.ofString());
  }

  /// A file.
  public byte[] bytes(String path) {
    return get(path, "*/*", BodyHandlers.ofByteArray()).body();
  }

  private <T> HttpResponse<T> get(String path, String accept, BodyHandler<T> body) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
              .header("Accept", accept)
              .build(),
          body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The answer's JSON, with its status as `httpStatus`.
  public JsonNode json(String path) {
    HttpResponse<String> answer = get(path, "application/json");
    JsonNode json = JsonMapper.shared().readTree(answer.body());
    return json.asObject().put("httpStatus", answer.statusCode());
  }

  @Override
  public void close() {
    context.close();
  }
}

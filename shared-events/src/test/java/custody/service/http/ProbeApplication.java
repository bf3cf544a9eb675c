package custody.service.http;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.Rule;
import custody.service.Access;
import custody.service.Caller;
import custody.service.Callers;
import custody.service.Correlation;
import custody.service.ObservabilityAutoConfiguration;
import custody.service.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The HTTP ground alone, without a database, under controllers that do nothing.
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class,
  MultipartAutoConfiguration.class,
  ValidationAutoConfiguration.class,
  ErrorMvcAutoConfiguration.class,
  ObservabilityAutoConfiguration.class,
  WebAutoConfiguration.class
})
@Import(ProbeApplication.Probe.class)
class ProbeApplication {
  /// Whoever asks is the same somebody.
  @Bean
  Callers callers() {
    return request ->
        new Caller(
            new Actor(Actor.Kind.USER, "alice"),
            Access.none(),
            Channel.API,
            Correlation.of(request));
  }

  @Bean
  FilterRegistrationBean<Filter> failingFilter() {
    FilterRegistrationBean<Filter> filter =
        new FilterRegistrationBean<>(
            (request, response, chain) -> {
              if (request.getParameter("filter") != null) {
                throw new IllegalStateException("secret of the filter");
              }
              chain.doFilter(request, response);
            });
    filter.setDispatcherTypes(DispatcherType.REQUEST);
    return filter;
  }

  enum Colour {
    RED,
    GREEN
  }

  record Part(String name) {}

  record Body(
      @Size(max = 1000) String text,
      @Max(1000) @Nullable Integer number,
      @Nullable BigDecimal decimal,
      @Nullable Boolean flag,
      @Nullable Instant at,
      @Nullable LocalDate day,
      @Nullable UUID id,
      @Nullable CustomerId customer,
      @Nullable Colour colour,
      @Nullable List<Part> parts,
      @Nullable Rule rule,
      @Nullable Map<String, JsonNode> fields) {}

  @RestController
  @RequestMapping("/probe")
  static class Probe {
    @PostMapping
    Body echo(@Valid @RequestBody Body body) {
      return body;
    }

    @PostMapping(value = "/upload", consumes = "text/csv")
    Map<String, Object> upload(HttpServletRequest request) throws IOException {
      return Map.of("bytes", request.getInputStream().readAllBytes().length);
    }

    @GetMapping("/{id}")
    Map<String, Object> get(
        @PathVariable CustomerId id,
        @RequestParam @Nullable Instant asOf,
        @RequestParam(defaultValue = "10") @Max(100) int limit) {
      return asOf == null ? Map.of("id", id) : Map.of("id", id, "asOf", asOf);
    }

    @GetMapping("/plain/{id}")
    UUID plain(@PathVariable UUID id) {
      return id;
    }

    @GetMapping("/needed")
    String needed(@RequestParam String q) {
      return q;
    }

    @GetMapping("/fails/{how}")
    void fails(@PathVariable String how, HttpServletResponse response) throws IOException {
      switch (how) {
        case "bug" -> throw new IllegalStateException("secret of the code");
        case "database" -> throw new QueryTimeoutException("secret of the database");
        case "problem" -> throw new Problem(409, "cursor-invalid", "Do it again.").with("a", 1);
        case "send-error" -> response.sendError(503, "secret");
        case "error" -> throw new StackOverflowError("secret of the stack");
        default -> throw new IOException("secret");
      }
    }
  }
}

package custody.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

class QuickMappingTest {
  private static final String[] SEGMENTS = {
    "a", "b", "c", "%61", "a;v=1", "x;v=1", "x", "12", "123", "y.txt", ".txt", "bq", "b1", "w", "牌",
    ""
  };
  private static final String[] METHODS = {"GET", "POST", "PUT", "OPTIONS"};

  private final StaticWebApplicationContext context = new StaticWebApplicationContext();

  @Controller
  static class Endpoints {
    @GetMapping("/a")
    void all() {}

    @GetMapping("/a/{id}")
    void one() {}

    @PostMapping("/a/{id}/b")
    void change() {}

    @GetMapping("/a/{id}/b/{other}")
    void part() {}

    @GetMapping("/a/{id:[0-9]{3}}/c")
    void byNumber() {}

    @GetMapping({"/x/{name}.txt", "/c"})
    void text() {}

    @GetMapping("/b?/a")
    void wild() {}

    @PostMapping("/x/*/b")
    void wilder() {}

    @GetMapping("/w/{*rest}")
    void below() {}
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void endpointsAreFoundAsSpringFindsThem() {
    context.registerSingleton("endpoints", Endpoints.class);
    context.refresh();
    RequestMappingHandlerMapping springs = ready(new RequestMappingHandlerMapping());
    RequestMappingHandlerMapping quick = ready(new QuickMapping());
    Random random = new Random(7);
    Map<String, Integer> told = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      String path =
          Stream.generate(() -> SEGMENTS[random.nextInt(SEGMENTS.length)])
              .limit(1 + random.nextInt(4))
              .collect(Collectors.joining("/", "/", ""));
      String method = METHODS[random.nextInt(METHODS.length)];
      String expected = answer(springs, method, path);
      assertThat(answer(quick, method, path)).as("%s %s", method, path).isEqualTo(expected);
      told.merge(expected, 1, Integer::sum);
    }
    assertThat(told.keySet().stream().filter(it -> it.contains("Endpoints#"))).hasSize(9);
    assertThat(told).containsKey("nothing");
  }

  private RequestMappingHandlerMapping ready(RequestMappingHandlerMapping mapping) {
    mapping.setApplicationContext(context);
    mapping.afterPropertiesSet();
    return mapping;
  }

  private static String answer(RequestMappingHandlerMapping mapping, String method, String path) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    ServletRequestPathUtils.parseAndCache(request);
    try {
      HandlerExecutionChain found = mapping.getHandler(request);
      return found == null ? "nothing" : found.getHandler().toString();
    } catch (Exception e) {
      return e.toString();
    }
  }
}

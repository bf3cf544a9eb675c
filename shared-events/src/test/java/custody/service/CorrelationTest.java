package custody.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class CorrelationTest {
  private final MockHttpServletRequest request = new MockHttpServletRequest();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void theCallersOwnIdIsInTheAnswerTheLogsAndTheEvents() throws Exception {
    UUID id = UUID.randomUUID();
    request.addHeader(Correlation.HEADER, id.toString());

    assertThat(inLogsDuringTheRequest()).isEqualTo(id.toString());
    assertThat(response.getHeader(Correlation.HEADER)).isEqualTo(id.toString());
    assertThat(Correlation.of(request)).isEqualTo(id);
    assertThat(MDC.get(Correlation.IN_LOGS)).isNull();
  }

  @Test
  void whatIsNoUuidNeverReachesTheLogs() throws Exception {
    request.addHeader(Correlation.HEADER, "1-1-1-1-1\n2026 ERROR forged");

    assertThat(inLogsDuringTheRequest())
        .isEqualTo(response.getHeader(Correlation.HEADER))
        .hasSize(36);
  }

  private @Nullable String inLogsDuringTheRequest() throws Exception {
    AtomicReference<@Nullable String> seen = new AtomicReference<>();
    new Correlation().doFilter(request, response, (_, _) -> seen.set(MDC.get(Correlation.IN_LOGS)));
    return seen.get();
  }
}

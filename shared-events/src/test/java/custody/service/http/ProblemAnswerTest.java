package custody.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import custody.service.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/// Alone: what is written is caught wherever in this process it comes from.
@Isolated
@ExtendWith(OutputCaptureExtension.class)
class ProblemAnswerTest {
  private final MockHttpServletRequest request =
      new MockHttpServletRequest("GET", "/api/imports/1/rejects");

  @Test
  void whoLeavesInTheMiddleOfAnAnswerIsNoFailure(CapturedOutput output) {
    // As a writer of CSV tells it.
    Exception left = new UncheckedIOException(new AsyncRequestNotUsableException("Broken pipe"));

    assertThat(ProblemAnswer.write(left, request, new MockHttpServletResponse())).isTrue();
    assertThat(output).doesNotContain("failed");
  }

  @Test
  void anotherFailureIsLogged(CapturedOutput output) {
    Exception broken = new UncheckedIOException(new IOException("No space left on device"));

    ProblemAnswer.write(broken, request, new MockHttpServletResponse());
    assertThat(output).contains("GET /api/imports/1/rejects failed").contains("No space left");
  }

  @Test
  void eachMistakeIsToldInTheLanguageOfWhoeverAsks() throws IOException {
    Problem problem =
        new Problem(
            422,
            "mapping-invalid",
            "See errors.",
            Map.of(
                "errors",
                List.of(
                    new Mistake("targets[0].key", "name the columns that tell records apart"),
                    "splits[0].among: receivers only",
                    "nobody knows")));
    request.addPreferredLocale(Locale.SIMPLIFIED_CHINESE);
    MockHttpServletResponse response = new MockHttpServletResponse();

    ProblemAnswer.write(problem, request, response);

    assertThat(response.getContentAsString(StandardCharsets.UTF_8))
        .contains("{\"path\":\"targets[0].key\",\"expected\":\"请写明用哪些列区分各条记录\"}")
        .contains("\"splits[0].among: 只能是接收人\"")
        .contains("\"nobody knows\"");
  }

  record Mistake(String path, String expected) {}
}

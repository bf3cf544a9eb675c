package custody.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

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
}

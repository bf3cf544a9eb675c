package custody.query.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldJsonTest {
  private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-29T23:59:59Z",
        "2024-06-01T00:00:00.070Z",
        "2024-06-01T10:20:30.000456Z",
        "2024-06-01T10:20:30.123456789Z",
        "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z",
        "-0005-03-04T05:06:07Z",
        "+12024-02-29T23:59:59.500Z"
      })
  void momentsAreWrittenAsInstantsAre(String text) throws IOException {
    Instant at = Instant.parse(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeldJson json = new HeldJson(out);
    json.line(ID, null, "east", at, at.plusSeconds(1), ID, null);
    json.flush();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"from\":\"" + at + "\"", "\"to\":\"" + at.plusSeconds(1) + "\"");
  }
}

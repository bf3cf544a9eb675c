package custody.query.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z",
        "-0005-03-04T05:06:07Z",
        "+12024-02-29T23:59:59.500Z"
      })
  void momentsAreWrittenAsInstantsAre(String text) throws IOException {
    Instant at = Instant.parse(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeldJson json = new HeldJson(out);
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    json.line(id(), null, "east", micros, micros + 1_000_000, id(), null);
    json.line(id(), id(), null, micros, HeldJson.NO_END, id(), id());
    json.flush();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"customer":"%1$s","holder":{"pool":"east"},"from":"%2$s","to":"%3$s","event":"%1$s"}
            {"customer":"%1$s","holder":{"rep":"%1$s"},"from":"%2$s","event":"%1$s","cover":"%1$s"}
            """
                .formatted(ID, at, at.plusSeconds(1)));
  }

  private static byte[] id() {
    return ByteBuffer.allocate(16)
        .putLong(ID.getMostSignificantBits())
        .putLong(ID.getLeastSignificantBits())
        .array();
  }
}

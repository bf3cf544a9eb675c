package custody.query;

import static java.time.temporal.ChronoUnit.MICROS;
import static java.time.temporal.ChronoUnit.MILLIS;
import static java.time.temporal.ChronoUnit.NANOS;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import custody.wire.ContractJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final Instant FROM = Instant.parse("-0100-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("+12000-01-01T00:00:00Z");

  @Test
  void anIdIsWrittenAsItsText() throws IOException {
    Random random = new Random(7);
    StringBuilder texts = new StringBuilder();
    Bytes bytes = new Bytes();
    for (int i = 0; i < 10_000; i++) {
      UUID id = i == 0 ? new UUID(0, -1L) : new UUID(random.nextLong(), random.nextLong());
      bytes.putId(
          ByteBuffer.allocate(16)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
      bytes.put((byte) ' ');
      texts.append(id).append(' ');
    }
    assertThat(written(bytes)).isEqualTo(texts.toString());
  }

  @Test
  void aMomentIsWrittenAsItsText() throws IOException {
    Random random = new Random(7);
    StringBuilder texts = new StringBuilder();
    Bytes bytes = new Bytes();
    for (int i = 0; i < 10_000; i++) {
      ChronoUnit finest = List.of(SECONDS, MILLIS, MICROS, NANOS).get(i % 4);
      Instant at =
          Instant.ofEpochSecond(
                  random.nextLong(FROM.getEpochSecond(), TO.getEpochSecond()),
                  random.nextInt(1_000_000_000))
              .truncatedTo(finest);
      bytes.putMoment(at);
      bytes.put((byte) ' ');
      texts.append(at).append(' ');
      if (finest == MICROS) {
        bytes.putMoment(at.getEpochSecond() * 1_000_000 + at.getNano() / 1000);
        bytes.put((byte) ' ');
        texts.append(at).append(' ');
      }
    }
    assertThat(written(bytes)).isEqualTo(texts.toString());
  }

  /// Each character there is, alone and behind others, and what is put together of two.
  @Test
  void aTextIsWrittenAsTheGeneratorWritesIt() throws IOException {
    Bytes bytes = new Bytes(1);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    List<String> texts =
        new ArrayList<>(List.of("", "rep:1", "诸葛", "a\uD83D\uDE00b", "\"", "a\\b\n"));
    for (char c = 0; c < 0x3000; c++) {
      texts.add("" + c);
      texts.add("abc" + c + "d");
    }
    for (String text : texts) {
      bytes.putText(text);
      expected.write(ContractJson.plain().writeValueAsBytes(text));
    }
    assertThat(bytes.toArray()).isEqualTo(expected.toByteArray());
  }

  private static String written(Bytes bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bytes.writeTo(out);
    return out.toString(StandardCharsets.US_ASCII);
  }
}

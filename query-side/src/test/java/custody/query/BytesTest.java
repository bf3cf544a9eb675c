package custody.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BytesTest {

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

    ByteArrayOutputStream written = new ByteArrayOutputStream();
    bytes.writeTo(written);
    assertThat(written.toString(StandardCharsets.US_ASCII)).isEqualTo(texts.toString());
  }
}

package custody.command.imports.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonLinesTest {
  @Test
  void linesAreCountedAsPeopleSeeThem() {
    assertThat(read("\uFEFF{\"a\":1}\r\n\n{\"b\":\"客户\"}".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("1 {\"a\":1}", "3 {\"b\":\"客户\"}");
  }

  @Test
  void damagedAndEndlessLinesAreReported() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {'a', (byte) 0xC3, '\n'});
    file.writeBytes("x".repeat(2 << 20).getBytes(StandardCharsets.UTF_8));
    file.writeBytes("\n{}\n".getBytes(StandardCharsets.UTF_8));
    assertThat(read(file.toByteArray()))
        .containsExactly("1 broken-text", "2 line-too-long", "3 {}");
  }

  private static List<String> read(byte[] file) {
    List<String> all = new ArrayList<>();
    try (NdjsonLines lines = new NdjsonLines(new ByteArrayInputStream(file), Limits.DEFAULT)) {
      for (NdjsonLines.Line line = lines.next(); line != null; line = lines.next()) {
        RowProblem problem = line.problem();
        all.add(line.number() + " " + (problem == null ? line.text() : problem.code()));
      }
    }
    return all;
  }
}

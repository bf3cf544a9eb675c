package custody.command.imports.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The lines of an NDJSON file, UTF-8 with or without BOM. Blank lines are passed over.
public final class NdjsonLines implements AutoCloseable {
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream file;
  private final Limits limits;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long number;

  /// Takes over the stream.
  public NdjsonLines(InputStream file, Limits limits) {
    this.file = file;
    this.limits = limits;
    try {
      fill();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (Arrays.equals(buffer, 0, Math.min(3, end), BOM, 0, 3)) {
      at = 3;
    }
  }

  /// @param number the line's, from 1
  /// @param text empty if there is a problem
  public record Line(long number, String text, @Nullable RowProblem problem) {}

  /// The next line that is not blank; null at the end.
  public @Nullable Line next() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream(512);
      boolean tooLong = false;
      while (true) {
        if (at == end) {
          fill();
        }
        int from = at;
        while (at < end && buffer[at] != '\n') {
          at++;
        }
        tooLong |= line.size() + at - from > limits.lineBytes();
        if (!tooLong) {
          line.write(buffer, from, at - from);
        }
        boolean over = end == 0;
        if (at < end || over) {
          at = over ? at : at + 1;
          number++;
          Line result = line(line.toByteArray(), tooLong);
          if (result != null || over) {
            return result;
          }
          line.reset();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Leaves nothing in the buffer at the end of the file.
  private void fill() throws IOException {
    at = 0;
    end = file.readNBytes(buffer, 0, buffer.length);
  }

  private @Nullable Line line(byte[] bytes, boolean tooLong) {
    if (tooLong) {
      return new Line(
          number,
          "",
          new RowProblem(
              "line-too-long", "The line has more than %d bytes.".formatted(limits.lineBytes())));
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
      return text.isEmpty() ? null : new Line(number, text, null);
    } catch (CharacterCodingException e) {
      return new Line(number, "", new RowProblem("broken-text", "The line is not UTF-8."));
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

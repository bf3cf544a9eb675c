package custody.command.imports.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The lines of an NDJSON file, UTF-8 with or without BOM. Blank lines are passed over.
public final class NdjsonLines implements AutoCloseable {
  private final InputStream file;
  private final Limits limits;
  private long number;

  /// Takes over the stream.
  public NdjsonLines(InputStream file, Limits limits) {
    this.file = new BufferedInputStream(file, 1 << 16);
    this.limits = limits;
    try {
      this.file.mark(3);
      if (this.file.read() != 0xEF || this.file.read() != 0xBB || this.file.read() != 0xBF) {
        this.file.reset();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
        int read = file.read();
        if (read >= 0 && read != '\n') {
          if (line.size() < limits.lineBytes()) {
            line.write(read);
          } else {
            tooLong = true;
          }
          continue;
        }
        number++;
        Line result = line(line.toByteArray(), tooLong);
        if (result != null || read < 0) {
          return result;
        }
        line.reset();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

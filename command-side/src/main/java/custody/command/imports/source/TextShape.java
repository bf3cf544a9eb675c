package custody.command.imports.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a delimited text file is written: what the mapping declares, and for the rest what its
/// beginning shows.
public record TextShape(Charset charset, int bomBytes, char delimiter, char quote) {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int LINES = 50;

  /// @param sample the file's beginning
  /// @param whole whether the sample is the whole file
  /// @param charset as declared; null = detect UTF-8 and GB18030
  /// @param delimiter as declared; null = detect comma, semicolon, tab and bar
  /// @throws FileRefusedException if the charset is not clear
  public static TextShape of(
      byte[] sample,
      boolean whole,
      @Nullable Charset charset,
      @Nullable Character delimiter,
      char quote) {
    Bom bom = Bom.of(sample);
    Charset found = bom != null ? bom.charset : charset != null ? charset : detect(sample, whole);
    int skip = bom == null ? 0 : bom.bytes;
    char separator =
        delimiter != null
            ? delimiter
            : delimiter(new String(sample, skip, sample.length - skip, found), quote, whole);
    return new TextShape(found, skip, separator, quote);
  }

  private enum Bom {
    UTF_8(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
    UTF_16LE(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
    UTF_16BE(StandardCharsets.UTF_16BE, 0xFE, 0xFF);

    private final Charset charset;
    private final int bytes;
    private final int first;
    private final int second;
    private final int third;

    Bom(Charset charset, int first, int second, int third) {
      this.charset = charset;
      this.bytes = third < 0 ? 2 : 3;
      this.first = first;
      this.second = second;
      this.third = third;
    }

    Bom(Charset charset, int first, int second) {
      this(charset, first, second, -1);
    }

    static @Nullable Bom of(byte[] sample) {
      for (Bom bom : values()) {
        if (sample.length >= bom.bytes
            && (sample[0] & 0xFF) == bom.first
            && (sample[1] & 0xFF) == bom.second
            && (bom.third < 0 || (sample[2] & 0xFF) == bom.third)) {
          return bom;
        }
      }
      return null;
    }
  }

  private static Charset detect(byte[] sample, boolean whole) {
    Decoded utf8 = Decoded.of(sample, StandardCharsets.UTF_8, whole);
    if (utf8.damaged == 0) {
      return StandardCharsets.UTF_8;
    }
    Decoded gb = Decoded.of(sample, GB18030, whole);
    // Chinese text read as GB18030 is mostly characters of everyday use; other 8-bit text read so
    // is damaged or shows rare ones.
    if (gb.damaged == 0 && gb.everydayChinese * 2 > gb.beyondAscii) {
      return GB18030;
    }
    // A few broken bytes in a file that otherwise is UTF-8 cost their rows, not the file.
    if (utf8.damaged * 20L < utf8.beyondAscii) {
      return StandardCharsets.UTF_8;
    }
    throw new FileRefusedException(
        "charset-unclear",
        "The file is neither UTF-8 nor GB18030. Declare format.charset in the mapping.");
  }

  private record Decoded(int damaged, int beyondAscii, int everydayChinese) {
    static Decoded of(byte[] sample, Charset charset, boolean whole) {
      CharsetDecoder decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE)
              .replaceWith("\uFFFD");
      CharBuffer text = CharBuffer.allocate((int) (sample.length * decoder.maxCharsPerByte()) + 1);
      // Not the end of input: a character cut off at the sample's end is no damage.
      decoder.decode(ByteBuffer.wrap(sample), text, whole);
      text.flip();
      int damaged = 0;
      int beyond = 0;
      int everyday = 0;
      while (text.hasRemaining()) {
        char character = text.get();
        if (character == '\uFFFD') {
          damaged++;
        } else if (character > 0x7F) {
          beyond++;
          if (isEveryday(character)) {
            everyday++;
          }
        }
      }
      return new Decoded(damaged, beyond, everyday);
    }

    private static boolean isEveryday(char character) {
      if (character < 0x4E00 || character > 0x9FFF) {
        return (character >= 0x3000 && character <= 0x303F)
            || (character >= 0xFF00 && character <= 0xFFEF);
      }
      // Level 1 of GB 2312 (first byte B0 to D7) holds the 3,755 commonest characters.
      byte[] encoded = String.valueOf(character).getBytes(GB18030);
      return encoded.length == 2 && (encoded[0] & 0xFF) >= 0xB0 && (encoded[0] & 0xFF) <= 0xD7;
    }
  }

  private static char delimiter(String text, char quote, boolean whole) {
    char best = ',';
    double bestScore = 0;
    for (char candidate : DELIMITERS) {
      double score = score(counts(text, candidate, quote, whole));
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    return best;
  }

  /// The number of the candidates per record, outside quotes.
  private static List<Integer> counts(String text, char candidate, char quote, boolean whole) {
    List<Integer> counts = new ArrayList<>();
    boolean quoted = false;
    boolean blank = true;
    int count = 0;
    for (int i = 0; i < text.length() && counts.size() < LINES; i++) {
      char character = text.charAt(i);
      if (character == quote) {
        quoted = !quoted;
      } else if (!quoted && (character == '\n' || character == '\r')) {
        if (!blank) {
          counts.add(count);
        }
        count = 0;
        blank = true;
        continue;
      } else if (!quoted && character == candidate) {
        count++;
      }
      blank = false;
    }
    if (!blank && (whole || counts.isEmpty()) && counts.size() < LINES) {
      counts.add(count);
    }
    return counts;
  }

  /// How many columns the header has, weighed by the share of records that agree with it.
  private static double score(List<Integer> counts) {
    if (counts.isEmpty() || counts.getFirst() == 0) {
      return 0;
    }
    long agreeing = counts.stream().filter(counts.getFirst()::equals).count();
    double share = (double) agreeing / counts.size();
    return share * share * share * counts.getFirst();
  }
}

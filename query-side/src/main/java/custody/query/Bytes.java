package custody.query;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import tools.jackson.core.io.JsonStringEncoder;

/// Text that is made by the million rows: UTF-8 at once, and what rows are full of written without
/// a text in between.
public final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int SECONDS_A_DAY = 86_400;
  private static final int NANOS_A_MICRO = 1000;
  private static final char DELETE = 0x7F;

  /// The years that are written with four digits.
  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();

  private static final long END = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();

  private byte[] bytes;
  private int size;

  public Bytes() {
    this(1024);
  }

  /// @param size that is expected
  public Bytes(int size) {
    bytes = new byte[size];
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /// A copy of the content.
  public byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  /// The content itself, valid up to {@link #size} until the next change.
  public byte[] array() {
    return bytes;
  }

  public void put(byte one) {
    room(1);
    bytes[size++] = one;
  }

  public void put(byte[] some) {
    put(some, 0, some.length);
  }

  public void put(byte[] some, int from, int length) {
    room(length);
    System.arraycopy(some, from, bytes, size, length);
    size += length;
  }

  /// A text as JSON writes it, in quotes.
  public void putText(String text) {
    int length = text.length();
    room(length + 2);
    bytes[size++] = '"';
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= DELETE || c == '"' || c == '\\') {
        put(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        put((byte) '"');
        return;
      }
      bytes[at++] = (byte) c;
    }
    size = at;
    put((byte) '"');
  }

  public void putNumber(long number) {
    put(ascii(Long.toString(number)));
  }

  /// Text that is nothing but ASCII.
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// As {@link UUID#toString} does.
  ///
  /// @param id its 16 bytes
  public void putId(byte[] id) {
    putId((long) LONG.get(id, 0), (long) LONG.get(id, 8));
  }

  /// As {@link UUID#toString} does.
  public void putId(UUID id) {
    putId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private void putId(long most, long least) {
    room(36);
    byte[] to = bytes;
    int at = size;
    LONG.set(to, at, hex((int) (most >>> 32)));
    long middle = hex((int) most);
    to[at + 8] = '-';
    INT.set(to, at + 9, (int) (middle >>> 32));
    to[at + 13] = '-';
    INT.set(to, at + 14, (int) middle);
    middle = hex((int) (least >>> 32));
    to[at + 18] = '-';
    INT.set(to, at + 19, (int) (middle >>> 32));
    to[at + 23] = '-';
    INT.set(to, at + 24, (int) middle);
    LONG.set(to, at + 28, hex((int) least));
    size = at + 36;
  }

  /// Eight digits at once, a byte each: twelve operations instead of eight look-ups.
  private static long hex(int number) {
    long digits = number & 0xFFFF_FFFFL;
    digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFFL;
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FFL;
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
    long letters = (digits + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L;
    return digits + 0x3030_3030_3030_3030L + letters * ('a' - '0' - 10);
  }

  /// As {@link Instant#toString} does.
  ///
  /// @param micros since 1970, UTC
  public void putMoment(long micros) {
    putMoment(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * NANOS_A_MICRO);
  }

  /// As {@link Instant#toString} does.
  public void putMoment(Instant at) {
    putMoment(at.getEpochSecond(), at.getNano());
  }

  private void putMoment(long seconds, int nanos) {
    int fraction = nanos / NANOS_A_MICRO;
    if (seconds < FIRST || seconds >= END || nanos % NANOS_A_MICRO != 0) {
      put(ascii(Instant.ofEpochSecond(seconds, nanos).toString()));
      return;
    }
    room(30);
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY));
    decimal(day.getYear(), 4);
    bytes[size++] = '-';
    decimal(day.getMonthValue(), 2);
    bytes[size++] = '-';
    decimal(day.getDayOfMonth(), 2);
    bytes[size++] = 'T';
    int second = Math.floorMod(seconds, SECONDS_A_DAY);
    decimal(second / 3600, 2);
    bytes[size++] = ':';
    decimal(second / 60 % 60, 2);
    bytes[size++] = ':';
    decimal(second % 60, 2);
    if (fraction != 0) {
      bytes[size++] = '.';
      if (fraction % 1000 == 0) {
        decimal(fraction / 1000, 3);
      } else {
        decimal(fraction, 6);
      }
    }
    bytes[size++] = 'Z';
  }

  private void decimal(int number, int digits) {
    int rest = number;
    for (int i = digits - 1; i >= 0; i--) {
      bytes[size + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}

package custody.query.ownership;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// Writes who had a customer as lines of JSON, without building anything in between: a hundred
/// thousand lines are one answer here.
final class HeldJson {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CUSTOMER = ascii("{\"customer\":\"");
  private static final byte[] REP = ascii("\",\"holder\":{\"rep\":\"");
  private static final byte[] POOL = ascii("\",\"holder\":{\"pool\":\"");
  private static final byte[] FROM = ascii("\"},\"from\":\"");
  private static final byte[] TO = ascii("\",\"to\":\"");
  private static final byte[] EVENT = ascii("\",\"event\":\"");
  private static final byte[] COVER = ascii("\",\"cover\":\"");
  private static final byte[] END = ascii("\"}\n");
  private static final int SECONDS_A_DAY = 86_400;
  private static final int LONGEST_LINE = 1024;

  private final OutputStream out;
  private final byte[] buffer = new byte[64 * 1024];
  private final Map<String, byte[]> pools = new HashMap<>();
  private final Map<Long, byte[]> days = new HashMap<>();
  private int size;

  HeldJson(OutputStream out) {
    this.out = out;
  }

  /// @param to null = no end
  /// @param cover null = owned
  void line(
      UUID customer,
      @Nullable UUID rep,
      @Nullable String pool,
      Instant from,
      @Nullable Instant to,
      UUID event,
      @Nullable UUID cover)
      throws IOException {
    byte[] poolName = pool == null ? null : pools.computeIfAbsent(pool, HeldJson::escaped);
    if (buffer.length - size < LONGEST_LINE + (poolName == null ? 0 : poolName.length)) {
      flush();
    }
    put(CUSTOMER);
    put(customer);
    if (poolName != null) {
      put(POOL);
      put(poolName);
    } else if (rep != null) {
      put(REP);
      put(rep);
    }
    put(FROM);
    put(from);
    if (to != null) {
      put(TO);
      put(to);
    }
    put(EVENT);
    put(event);
    if (cover != null) {
      put(COVER);
      put(cover);
    }
    put(END);
  }

  void flush() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  /// As {@link Instant#toString} does, of which a line has two.
  private void put(Instant at) {
    long day = Math.floorDiv(at.getEpochSecond(), SECONDS_A_DAY);
    put(days.computeIfAbsent(day, it -> ascii(LocalDate.ofEpochDay(it) + "T")));
    int second = Math.floorMod(at.getEpochSecond(), SECONDS_A_DAY);
    decimal(second / 3600, 2);
    buffer[size++] = ':';
    decimal(second / 60 % 60, 2);
    buffer[size++] = ':';
    decimal(second % 60, 2);
    int nanos = at.getNano();
    if (nanos != 0) {
      buffer[size++] = '.';
      if (nanos % 1_000_000 == 0) {
        decimal(nanos / 1_000_000, 3);
      } else if (nanos % 1000 == 0) {
        decimal(nanos / 1000, 6);
      } else {
        decimal(nanos, 9);
      }
    }
    buffer[size++] = 'Z';
  }

  private void decimal(int number, int digits) {
    int rest = number;
    for (int i = digits - 1; i >= 0; i--) {
      buffer[size + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  private void put(UUID id) {
    hex(id.getMostSignificantBits() >>> 32, 8);
    buffer[size++] = '-';
    hex(id.getMostSignificantBits() >>> 16, 4);
    buffer[size++] = '-';
    hex(id.getMostSignificantBits(), 4);
    buffer[size++] = '-';
    hex(id.getLeastSignificantBits() >>> 48, 4);
    buffer[size++] = '-';
    hex(id.getLeastSignificantBits(), 12);
  }

  private void hex(long bits, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      buffer[size++] = HEX[(int) (bits >>> shift) & 0xF];
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text))
        .getBytes(StandardCharsets.UTF_8);
  }
}

package custody.query.ownership;

import custody.query.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// Writes who had a customer as lines of JSON, without building anything in between: a hundred
/// thousand lines are one answer here.
final class HeldJson {
  private static final byte[] CUSTOMER = ascii("{\"customer\":\"");
  private static final byte[] REP = ascii("\",\"holder\":{\"rep\":\"");
  private static final byte[] POOL = ascii("\",\"holder\":{\"pool\":\"");
  private static final byte[] FROM = ascii("\"},\"from\":\"");
  private static final byte[] TO = ascii("\",\"to\":\"");
  private static final byte[] EVENT = ascii("\",\"event\":\"");
  private static final byte[] COVER = ascii("\",\"cover\":\"");
  private static final byte[] END = ascii("\"}\n");
  private static final int PORTION = 64 * 1024;

  private final OutputStream out;
  private final Bytes lines = new Bytes();
  private final Map<String, byte[]> pools = new HashMap<>();

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
    if (lines.size() > PORTION) {
      flush();
    }
    lines.put(CUSTOMER);
    lines.put(customer);
    if (poolName != null) {
      lines.put(POOL);
      lines.put(poolName);
    } else if (rep != null) {
      lines.put(REP);
      lines.put(rep);
    }
    lines.put(FROM);
    lines.put(from);
    if (to != null) {
      lines.put(TO);
      lines.put(to);
    }
    lines.put(EVENT);
    lines.put(event);
    if (cover != null) {
      lines.put(COVER);
      lines.put(cover);
    }
    lines.put(END);
  }

  void flush() throws IOException {
    lines.writeTo(out);
    lines.clear();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text))
        .getBytes(StandardCharsets.UTF_8);
  }
}

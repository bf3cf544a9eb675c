package custody.query.ownership;

import static custody.query.Bytes.ascii;

import custody.query.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
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

  /// The end of what has none.
  static final long NO_END = Long.MAX_VALUE;

  private final OutputStream out;
  private final Bytes lines = new Bytes();
  private final Map<String, byte[]> pools = new HashMap<>();

  HeldJson(OutputStream out) {
    this.out = out;
  }

  /// Ids are their 16 bytes, moments microseconds since 1970, UTC.
  ///
  /// @param to {@link #NO_END}, or exclusive
  /// @param cover null = owned
  void line(
      byte[] customer,
      byte @Nullable [] rep,
      @Nullable String pool,
      long from,
      long to,
      byte[] event,
      byte @Nullable [] cover)
      throws IOException {
    byte[] poolName = pool == null ? null : pools.computeIfAbsent(pool, HeldJson::escaped);
    if (lines.size() > PORTION) {
      flush();
    }
    lines.put(CUSTOMER);
    lines.putId(customer);
    if (poolName != null) {
      lines.put(POOL);
      lines.put(poolName);
    } else if (rep != null) {
      lines.put(REP);
      lines.putId(rep);
    }
    lines.put(FROM);
    lines.putMoment(from);
    if (to != NO_END) {
      lines.put(TO);
      lines.putMoment(to);
    }
    lines.put(EVENT);
    lines.putId(event);
    if (cover != null) {
      lines.put(COVER);
      lines.putId(cover);
    }
    lines.put(END);
  }

  void flush() throws IOException {
    lines.writeTo(out);
    lines.clear();
  }

  private static byte[] escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text))
        .getBytes(StandardCharsets.UTF_8);
  }
}

package custody.query.history;

import custody.query.RawJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Iterator;

/// What is told of an event: an object in UTF-8 and a line feed, among the lines of others.
final class Line {
  private final byte[] all;
  private final int from;
  private final int to;

  /// @param all from now on nobody else's
  /// @param from where it begins
  /// @param to where it ends, behind the line feed
  Line(byte[] all, int from, int to) {
    this.all = all;
    this.from = from;
    this.to = to;
  }

  /// In bytes.
  int size() {
    return to - from;
  }

  /// Without the line feed.
  RawJson json() {
    return new RawJson(Arrays.copyOfRange(all, from, to - 1));
  }

  /// Those that stand side by side are written together: nearly always all.
  static void write(Iterator<Line> lines, OutputStream out) throws IOException {
    if (!lines.hasNext()) {
      return;
    }
    Line some = lines.next();
    while (lines.hasNext()) {
      Line next = lines.next();
      if (next.all == some.all && next.from == some.to) {
        some = new Line(some.all, some.from, next.to);
      } else {
        some.writeTo(out);
        some = next;
      }
    }
    some.writeTo(out);
  }

  private void writeTo(OutputStream out) throws IOException {
    out.write(all, from, to - from);
  }
}

package custody.query.history;

import static custody.query.Bytes.ascii;

import custody.query.Bytes;
import custody.query.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes the entries of a history, one after the other.
final class Telling {
  private static final byte[] CUSTOMER = ascii("{\"customer\":\"");
  private static final byte[] INFO = ascii("\",");
  private static final byte[] CHANGES = ascii(",\"changes\":");
  private static final byte[] VOIDED_BY = ascii(",\"voidedBy\":{");
  private static final byte[] END = ascii("}\n");

  /// Of an entry without its payload and what it changed, in bytes.
  private static final int USUAL = 450;

  /// Lines up to so many bytes stand together. All of a long history's in one piece would be too
  /// large for where the collector keeps what is young.
  private static final int BLOCK = 64 * 1024;

  private final Bytes json;
  private final List<Entry> entries;
  private final List<Part> block = new ArrayList<>();

  /// @param to where its line ends
  private record Part(long position, EventInfo info, int to) {}

  /// @param count of the entries there will be
  /// @param contents bytes of their payloads and of what they changed, in all
  Telling(int count, long contents) {
    json = new Bytes((int) Math.min(USUAL * (long) count + contents, BLOCK + BLOCK / 4));
    entries = new ArrayList<>(count);
  }

  /// @param version of the customer with this event
  /// @param changes JSON, an array; null = none
  /// @param voidedBy the correction that voids it; null = it counts
  void entry(
      long position,
      UUID customer,
      EventInfo info,
      long version,
      RawJson payload,
      @Nullable RawJson changes,
      @Nullable EventInfo voidedBy) {
    json.put(CUSTOMER);
    json.putId(customer);
    json.put(INFO);
    info.putMembers(json, version, payload);
    if (changes != null) {
      json.put(CHANGES);
      json.put(changes.asUnquotedUTF8());
    }
    if (voidedBy != null) {
      json.put(VOIDED_BY);
      voidedBy.putMembers(json);
      json.put((byte) '}');
    }
    json.put(END);
    block.add(new Part(position, info, json.size()));
    if (json.size() >= BLOCK) {
      endBlock();
    }
  }

  /// All told, in the same order; nothing can be added any more.
  List<Entry> end() {
    endBlock();
    return entries;
  }

  private void endBlock() {
    byte[] lines = json.toArray();
    json.clear();
    int from = 0;
    for (Part part : block) {
      EventInfo info = part.info;
      Line line = new Line(lines, from, part.to);
      entries.add(
          new Entry(part.position, info.effectiveAt(), info.recordedAt(), info.name(), line));
      from = part.to;
    }
    block.clear();
  }
}

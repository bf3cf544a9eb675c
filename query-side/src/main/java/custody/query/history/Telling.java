package custody.query.history;

import custody.query.Bytes;
import custody.query.RawJson;
import custody.wire.ContractJson;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/// Writes the entries of a history, one after the other.
final class Telling {
  private static final SerializedString CUSTOMER = new SerializedString("customer");
  private static final SerializedString VERSION = new SerializedString("version");
  private static final SerializedString PAYLOAD = new SerializedString("payload");
  private static final SerializedString CHANGES = new SerializedString("changes");

  /// Of an entry without long texts, in bytes.
  private static final int USUAL = 700;

  /// Lines up to so many bytes stand together. All of a long history's in one piece would be too
  /// large for where the collector keeps what is young.
  private static final int BLOCK = 64 * 1024;

  private final ByteArrayOutputStream out;
  private final JsonGenerator json;
  private final Bytes id = new Bytes(36);
  private final List<Entry> entries;
  private final List<Part> block = new ArrayList<>();

  /// @param to where its line ends
  private record Part(long position, EventInfo info, int to) {}

  /// @param count of the entries there will be
  Telling(int count) {
    out = new ByteArrayOutputStream(Math.min(USUAL * (count + 1), BLOCK + BLOCK / 4));
    json = ContractJson.plain().writer().withRootValueSeparator("").createGenerator(out);
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
    json.writeStartObject();
    id.putId(customer);
    id.writeTo(json, CUSTOMER);
    info.write(json);
    json.writeName(VERSION);
    json.writeNumber(version);
    json.writeName(PAYLOAD);
    json.writeRawValue(payload);
    if (changes != null) {
      json.writeName(CHANGES);
      json.writeRawValue(changes);
    }
    if (voidedBy != null) {
      json.writeObjectPropertyStart("voidedBy");
      voidedBy.write(json);
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeRaw('\n');
    int to = out.size() + json.streamWriteOutputBuffered();
    block.add(new Part(position, info, to));
    if (to >= BLOCK) {
      endBlock();
    }
  }

  /// All told, in the same order; nothing can be added any more.
  List<Entry> end() {
    endBlock();
    json.close();
    return entries;
  }

  private void endBlock() {
    json.flush();
    byte[] lines = out.toByteArray();
    out.reset();
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

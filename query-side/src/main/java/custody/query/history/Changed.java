package custody.query.history;

import custody.query.Bytes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// What events changed: what a field is, beside what it was before. Before is what the fact before
/// it said in effective order, of the same contact for as long as that was there.
final class Changed {
  private static final Comparator<Fact> BY_THING =
      Comparator.comparing(Fact::part).thenComparing(Fact::item).thenComparing(Fact::field);

  private static final byte[] PART = ascii("{\"part\":");
  private static final byte[] ITEM = ascii(",\"item\":");
  private static final byte[] FIELD = ascii(",\"field\":");
  private static final byte[] BEFORE = ascii(",\"before\":");
  private static final byte[] AFTER = ascii(",\"after\":");

  /// What was said last: by part and item, then by field.
  private final Map<Item, Map<String, @Nullable RawJson>> said = new HashMap<>();

  private final Map<Long, RawJson> changes = new HashMap<>();
  private final Bytes json = new Bytes();

  private record Item(String part, String item) {}

  private record Fact(String part, String item, String field, @Nullable RawJson value) {}

  private Changed() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// @param rows position, effective time, part, item, field and value of facts that count, in
  ///     effective order
  /// @return by position, JSON arrays
  static Map<Long, RawJson> of(ResultSet rows) throws SQLException {
    Changed changed = new Changed();
    List<Fact> ofEvent = new ArrayList<>();
    long position = 0;
    while (rows.next()) {
      if (rows.getLong(1) != position) {
        changed.event(position, ofEvent);
        ofEvent.clear();
        position = rows.getLong(1);
      }
      ofEvent.add(
          new Fact(rows.getString(3), rows.getString(4), rows.getString(5), RawJson.read(rows, 6)));
    }
    changed.event(position, ofEvent);
    return changed.changes;
  }

  private void event(long position, List<Fact> facts) {
    // The item itself comes first, and with it begins another one.
    facts.sort(BY_THING);
    json.clear();
    for (Fact fact : facts) {
      Map<String, @Nullable RawJson> item =
          said.computeIfAbsent(new Item(fact.part(), fact.item()), _ -> new HashMap<>());
      RawJson before = item.get(fact.field());
      if (fact.field().isEmpty()) {
        item.clear();
      }
      item.put(fact.field(), fact.value());
      if (!Objects.equals(before, fact.value())) {
        json.put(json.size() == 0 ? (byte) '[' : (byte) ',');
        write(fact, before);
      }
    }
    if (json.size() > 0) {
      json.put((byte) ']');
      changes.put(position, new RawJson(Arrays.copyOf(json.array(), json.size())));
    }
  }

  private void write(Fact fact, @Nullable RawJson before) {
    json.put(PART);
    text(fact.part());
    if (!fact.item().isEmpty()) {
      json.put(ITEM);
      text(fact.item());
    }
    if (!fact.field().isEmpty()) {
      json.put(FIELD);
      text(fact.field());
    }
    if (before != null) {
      json.put(BEFORE);
      json.put(before.asUnquotedUTF8());
    }
    if (fact.value() != null) {
      json.put(AFTER);
      json.put(fact.value().asUnquotedUTF8());
    }
    json.put((byte) '}');
  }

  private void text(String text) {
    json.put((byte) '"');
    json.put(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    json.put((byte) '"');
  }
}

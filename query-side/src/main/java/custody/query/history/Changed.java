package custody.query.history;

import static custody.query.Bytes.ascii;

import custody.query.Bytes;
import custody.query.RawJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What events changed: what a field is, beside what it was before. Before is what the fact before
/// it said in effective order, of the same contact for as long as that was there.
final class Changed {
  private static final Comparator<Said> ORDER =
      Comparator.comparing(Said::effectiveAt).thenComparingLong(Said::position);

  /// What an event says of these stands in its payload and changes by nothing else.
  private static final Set<String> UNTOLD = Set.of("kind", "externalIds", "followUps", "ended");

  private static final byte[] PART = ascii("{\"part\":");
  private static final byte[] ITEM = ascii(",\"item\":");
  private static final byte[] FIELD = ascii(",\"field\":");
  private static final byte[] BEFORE = ascii(",\"before\":");
  private static final byte[] AFTER = ascii(",\"after\":");

  /// What was said last: by part and item, then by field.
  private final Map<Item, Map<String, @Nullable RawJson>> said = new HashMap<>();

  private final Map<Long, RawJson> changes;
  private final Bytes json = new Bytes();

  private record Item(String part, String item) {}

  /// What an event says.
  ///
  /// @param position of the event
  record Said(Instant effectiveAt, long position, FactText facts) {}

  private Changed(Map<Long, RawJson> changes) {
    this.changes = changes;
  }

  /// @param events of one customer, those that count; put into order here
  /// @param changes to be added to: JSON arrays, by position
  static void of(List<Said> events, Map<Long, RawJson> changes) {
    events.sort(ORDER);
    Changed changed = new Changed(changes);
    for (Said event : events) {
      event.facts().forEach(changed::next);
      changed.end(event.position());
    }
  }

  private void next(String part, String name, String field, @Nullable RawJson value) {
    if (UNTOLD.contains(part)) {
      return;
    }
    Map<String, @Nullable RawJson> item =
        said.computeIfAbsent(new Item(part, name), _ -> new HashMap<>());
    RawJson before = item.get(field);
    if (field.isEmpty()) {
      item.clear(); // with the item itself begins another one
    }
    item.put(field, value);
    if (!Objects.equals(before, value)) {
      json.put(json.size() == 0 ? (byte) '[' : (byte) ',');
      write(part, name, field, before, value);
    }
  }

  private void end(long position) {
    if (json.size() > 0) {
      json.put((byte) ']');
      changes.put(position, new RawJson(json.toArray()));
      json.clear();
    }
  }

  private void write(
      String part, String item, String field, @Nullable RawJson before, @Nullable RawJson after) {
    json.put(PART);
    json.putText(part);
    if (!item.isEmpty()) {
      json.put(ITEM);
      json.putText(item);
    }
    if (!field.isEmpty()) {
      json.put(FIELD);
      json.putText(field);
    }
    if (before != null) {
      json.put(BEFORE);
      json.put(before.asUnquotedUTF8());
    }
    if (after != null) {
      json.put(AFTER);
      json.put(after.asUnquotedUTF8());
    }
    json.put((byte) '}');
  }
}

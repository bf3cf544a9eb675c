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
import org.jspecify.annotations.Nullable;

/// What events changed: what a field is, beside what it was before. Before is what the fact before
/// it said in effective order, of the same contact for as long as that was there.
final class Changed {
  /// Of one event the item itself comes first, and with it begins another one.
  private static final Comparator<Fact> ORDER =
      Comparator.comparing(Fact::effectiveAt)
          .thenComparingLong(Fact::position)
          .thenComparing(Fact::part)
          .thenComparing(Fact::item)
          .thenComparing(Fact::field);

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

  /// What an event says of one thing.
  ///
  /// @param position of the event
  /// @param value JSON; null = nothing from here on
  record Fact(
      Instant effectiveAt,
      long position,
      String part,
      String item,
      String field,
      @Nullable RawJson value) {}

  private Changed(Map<Long, RawJson> changes) {
    this.changes = changes;
  }

  /// @param facts of one customer, all that count; put into order here
  /// @param changes to be added to: JSON arrays, by position
  static void of(List<Fact> facts, Map<Long, RawJson> changes) {
    facts.sort(ORDER);
    Changed changed = new Changed(changes);
    long position = 0;
    for (Fact fact : facts) {
      if (fact.position() != position) {
        changed.end(position);
        position = fact.position();
      }
      changed.next(fact);
    }
    changed.end(position);
  }

  private void next(Fact fact) {
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

  private void end(long position) {
    if (json.size() > 0) {
      json.put((byte) ']');
      changes.put(position, new RawJson(json.toArray()));
      json.clear();
    }
  }

  private void write(Fact fact, @Nullable RawJson before) {
    json.put(PART);
    json.putText(fact.part());
    if (!fact.item().isEmpty()) {
      json.put(ITEM);
      json.putText(fact.item());
    }
    if (!fact.field().isEmpty()) {
      json.put(FIELD);
      json.putText(fact.field());
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
}

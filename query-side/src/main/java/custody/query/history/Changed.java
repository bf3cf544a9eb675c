package custody.query.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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

  /// What was said last: by part and item, then by field.
  private final Map<Item, Map<String, @Nullable String>> said = new HashMap<>();

  private final Map<Long, String> changes = new HashMap<>();

  private record Item(String part, String item) {}

  private record Fact(String part, String item, String field, @Nullable String value) {}

  private Changed() {}

  /// @param rows position, effective time, part, item, field and value of facts that count, in
  ///     effective order
  /// @return by position, JSON objects with commas between
  static Map<Long, String> of(ResultSet rows) throws SQLException {
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
          new Fact(rows.getString(3), rows.getString(4), rows.getString(5), rows.getString(6)));
    }
    changed.event(position, ofEvent);
    return changed.changes;
  }

  private void event(long position, List<Fact> facts) {
    // The item itself comes first, and with it begins another one.
    facts.sort(BY_THING);
    StringBuilder json = new StringBuilder();
    for (Fact fact : facts) {
      Map<String, @Nullable String> item =
          said.computeIfAbsent(new Item(fact.part(), fact.item()), _ -> new HashMap<>());
      String before = item.get(fact.field());
      if (fact.field().isEmpty()) {
        item.clear();
      }
      item.put(fact.field(), fact.value());
      if (!Objects.equals(before, fact.value())) {
        json.append(json.isEmpty() ? "" : ",");
        write(json, fact, before);
      }
    }
    if (!json.isEmpty()) {
      changes.put(position, json.toString());
    }
  }

  private static void write(StringBuilder json, Fact fact, @Nullable String before) {
    json.append("{\"part\":");
    text(json, fact.part());
    if (!fact.item().isEmpty()) {
      json.append(",\"item\":");
      text(json, fact.item());
    }
    if (!fact.field().isEmpty()) {
      json.append(",\"field\":");
      text(json, fact.field());
    }
    if (before != null) {
      json.append(",\"before\":").append(before);
    }
    if (fact.value() != null) {
      json.append(",\"after\":").append(fact.value());
    }
    json.append('}');
  }

  private static void text(StringBuilder json, String text) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }
}

package custody.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Fields set and cleared by one event. A field is in exactly one of the three parts.
///
/// @param set what may be read in the store as it is
/// @param personal what is sealed in the store
/// @param cleared fields that have no value from now on
public record Changes(
    Map<String, FieldValue> set, Map<String, Personal<FieldValue>> personal, Set<String> cleared) {

  /// @throws IllegalArgumentException if a field stands in more than one part
  public Changes {
    set = Collections.unmodifiableMap(new TreeMap<>(set));
    personal = Collections.unmodifiableMap(new TreeMap<>(personal));
    cleared = Collections.unmodifiableSet(new TreeSet<>(cleared));
    if (!Collections.disjoint(set.keySet(), personal.keySet())
        || !Collections.disjoint(set.keySet(), cleared)
        || !Collections.disjoint(personal.keySet(), cleared)) {
      throw new IllegalArgumentException("a field stands in more than one part of a change");
    }
  }

  public static Changes none() {
    return new Changes(Map.of(), Map.of(), Set.of());
  }

  public boolean isEmpty() {
    return set.isEmpty() && personal.isEmpty() && cleared.isEmpty();
  }

  /// The same, but for these fields.
  public Changes without(Set<String> fields) {
    Map<String, FieldValue> open = new TreeMap<>(set);
    open.keySet().removeAll(fields);
    Map<String, Personal<FieldValue>> closed = new TreeMap<>(personal);
    closed.keySet().removeAll(fields);
    Set<String> empty = new TreeSet<>(cleared);
    empty.removeAll(fields);
    return new Changes(open, closed, empty);
  }

  /// Everything set, open and personal alike.
  public SequencedMap<String, Personal<FieldValue>> values() {
    SequencedMap<String, Personal<FieldValue>> all = new LinkedHashMap<>();
    set.forEach((field, value) -> all.put(field, Personal.of(value)));
    all.putAll(personal);
    return all;
  }

  /// The fields as they are after this change.
  public Map<String, Personal<FieldValue>> applyTo(Map<String, Personal<FieldValue>> before) {
    Map<String, Personal<FieldValue>> after = new TreeMap<>(before);
    after.keySet().removeAll(cleared);
    after.putAll(values());
    return Collections.unmodifiableMap(after);
  }
}

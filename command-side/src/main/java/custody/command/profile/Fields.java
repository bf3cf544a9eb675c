package custody.command.profile;

import custody.command.Parts;
import custody.command.Versions;
import custody.contract.Changes;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// The customer's own fields.
///
/// @param fields by name; empty where the field was cleared
record Fields(PMap<String, Versions<Optional<Personal<FieldValue>>>> fields) {
  static final Fields NONE = new Fields(HashTreePMap.empty());

  Fields with(Recorded recorded, Changes changes) {
    PMap<String, Versions<Optional<Personal<FieldValue>>>> after = fields;
    for (Map.Entry<String, FieldValue> entry : changes.set().entrySet()) {
      Personal<FieldValue> open = Personal.of(entry.getValue());
      after = with(after, entry.getKey(), recorded, Optional.of(open));
    }
    for (Map.Entry<String, Personal<FieldValue>> entry : changes.personal().entrySet()) {
      after = with(after, entry.getKey(), recorded, Optional.of(entry.getValue()));
    }
    for (String cleared : changes.cleared()) {
      after = with(after, cleared, recorded, Optional.empty());
    }
    return new Fields(after);
  }

  private static PMap<String, Versions<Optional<Personal<FieldValue>>>> with(
      PMap<String, Versions<Optional<Personal<FieldValue>>>> fields,
      String field,
      Recorded recorded,
      Optional<Personal<FieldValue>> value) {
    return fields.plus(field, fields.getOrDefault(field, Versions.none()).with(recorded, value));
  }

  Fields without(UUID event) {
    return new Fields(Parts.without(fields, event));
  }

  /// What says what is so at the time and later.
  Fields onwards(Instant time) {
    PMap<String, Versions<Optional<Personal<FieldValue>>>> left = fields;
    for (var entry : fields.entrySet()) {
      left = left.plus(entry.getKey(), entry.getValue().onwards(time));
    }
    return new Fields(left);
  }

  /// Whether the event at this place of the stream says any of it.
  boolean has(long sequence) {
    return fields.values().stream().anyMatch(versions -> versions.has(sequence));
  }

  /// What a field holds at the time; null if it holds nothing.
  @Nullable Personal<FieldValue> at(String field, Instant time) {
    Versions<Optional<Personal<FieldValue>>> versions = fields.get(field);
    Optional<Personal<FieldValue>> value = versions == null ? null : versions.at(time);
    return value == null ? null : value.orElse(null);
  }

  /// What of the wish would change something at the time.
  Changes changed(Changes wish, Instant time) {
    return changed(wish, field -> at(field, time));
  }

  /// The known values of a field that hold at the time or at any time after it.
  Set<FieldValue> from(String field, Instant time) {
    Versions<Optional<Personal<FieldValue>>> versions = fields.get(field);
    if (versions == null) {
      return Set.of();
    }
    Set<FieldValue> known = new HashSet<>();
    for (Optional<Personal<FieldValue>> value : versions.from(time)) {
      if (value.orElse(null) instanceof Personal.Known<FieldValue>(FieldValue held)) {
        known.add(held);
      }
    }
    return known;
  }

  /// What of the wish would change something; what is so already is left out.
  static Changes changed(Changes wish, Map<String, Personal<FieldValue>> before) {
    return changed(wish, before::get);
  }

  /// Mostly all of it changes something: then nothing is made anew.
  private static Changes changed(
      Changes wish, Function<String, @Nullable Personal<FieldValue>> before) {
    Set<String> so = new HashSet<>();
    wish.values()
        .forEach(
            (field, value) -> {
              if (value.equals(before.apply(field))) {
                so.add(field);
              }
            });
    for (String field : wish.cleared()) {
      if (before.apply(field) == null) {
        so.add(field);
      }
    }
    return so.isEmpty() ? wish : wish.without(so);
  }
}

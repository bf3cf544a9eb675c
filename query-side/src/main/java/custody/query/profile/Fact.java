package custody.query.profile;

import custody.query.RawJson;
import custody.query.history.FactText;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one event says of one thing.
///
/// @param part as in the profile's JSON, such as `fields` or `contacts`
/// @param item which one of the part; empty where there is only one
/// @param field a field of it; empty = the item itself: whether it is there
/// @param value as it is answered; null = nothing from here on
/// @param position of the event
/// @param voidedAt when a correction of the event was recorded, UTC; null = never
public record Fact(
    String part,
    String item,
    String field,
    @Nullable RawJson value,
    long position,
    Instant effectiveAt,
    Instant recordedAt,
    @Nullable Instant voidedAt) {

  /// The order of the one definition.
  static final Comparator<Fact> IN_EFFECTIVE_ORDER =
      Comparator.comparing(Fact::effectiveAt).thenComparingLong(Fact::position);

  /// What is said of one thing stands together, an item before its fields, the last fact last.
  static final Comparator<Fact> BY_THING =
      Comparator.comparing(Fact::part)
          .thenComparing(Fact::item)
          .thenComparing(Fact::field)
          .thenComparing(IN_EFFECTIVE_ORDER);

  /// Those of an event.
  static void of(
      FactText facts,
      long position,
      Instant effectiveAt,
      Instant recordedAt,
      @Nullable Instant voidedAt,
      Consumer<Fact> taking) {
    facts.forEach(
        (part, item, field, value) ->
            taking.accept(
                new Fact(part, item, field, value, position, effectiveAt, recordedAt, voidedAt)));
  }

  /// What it speaks of.
  record Thing(String part, String item, String field) {}

  Thing thing() {
    return new Thing(part, item, field);
  }

  boolean isOfSameItem(Fact other) {
    return item.equals(other.item) && part.equals(other.part);
  }

  boolean isOfSameThing(Fact other) {
    return field.equals(other.field) && isOfSameItem(other);
  }

  /// Whether it counts at the two times. (Later facts may still override it.)
  boolean counts(Instant asOf, Instant knownAt) {
    return !recordedAt.isAfter(knownAt) && !effectiveAt.isAfter(asOf) && !voided(knownAt);
  }

  boolean voided(Instant knownAt) {
    return voidedAt != null && !voidedAt.isAfter(knownAt);
  }
}

package custody.command;

import custody.contract.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one thing was from when on, in effective order: the one definition for a single thing. It
/// remembers which event said so, because a correction takes that event out again.
public record Versions<T>(List<Version<T>> inEffectiveOrder) {

  /// @param effectiveAt since when, UTC
  /// @param sequence the event's place in the stream; decides between equal times
  public record Version<T>(Instant effectiveAt, long sequence, UUID event, T value) {}

  private static final Comparator<Version<?>> EFFECTIVE_ORDER =
      Comparator.<Version<?>, Instant>comparing(Version::effectiveAt)
          .thenComparingLong(Version::sequence);

  public Versions {
    inEffectiveOrder = List.copyOf(inEffectiveOrder);
  }

  public static <T> Versions<T> none() {
    return new Versions<>(List.of());
  }

  public Versions<T> with(Recorded recorded, T value) {
    List<Version<T>> list = new ArrayList<>(inEffectiveOrder);
    list.add(new Version<>(recorded.effectiveAt(), recorded.sequence(), recorded.eventId(), value));
    list.sort(EFFECTIVE_ORDER);
    return new Versions<>(list);
  }

  /// As if the event had never been.
  public Versions<T> without(UUID event) {
    return inEffectiveOrder.stream().noneMatch(version -> version.event().equals(event))
        ? this
        : new Versions<>(
            inEffectiveOrder.stream().filter(version -> !version.event().equals(event)).toList());
  }

  public boolean isEmpty() {
    return inEffectiveOrder.isEmpty();
  }

  /// The value at the time; null if there was none yet.
  public @Nullable T at(Instant time) {
    List<T> values = upTo(time);
    return values.isEmpty() ? null : values.getLast();
  }

  /// Since when the value at the time holds; null if there was none yet.
  public @Nullable Instant since(Instant time) {
    return inEffectiveOrder.stream()
        .map(Version::effectiveAt)
        .takeWhile(effectiveAt -> !effectiveAt.isAfter(time))
        .reduce((_, last) -> last)
        .orElse(null);
  }

  /// The values that hold at the time or at any time after it.
  public List<T> from(Instant time) {
    List<T> values = new ArrayList<>();
    for (Version<T> version : inEffectiveOrder) {
      if (!version.effectiveAt().isAfter(time)) {
        values.clear();
      }
      values.add(version.value());
    }
    return values;
  }

  /// Since when the value at the time holds; empty if there was none yet.
  public Optional<Instant> effectiveAt(Instant time) {
    return inEffectiveOrder.stream()
        .map(Version::effectiveAt)
        .takeWhile(effectiveAt -> !effectiveAt.isAfter(time))
        .reduce((_, later) -> later);
  }

  /// The values that hold at any time between the two, both included.
  public List<T> during(Instant from, Instant to) {
    List<T> values = new ArrayList<>();
    for (Version<T> version : inEffectiveOrder) {
      if (version.effectiveAt().isAfter(to)) {
        break;
      }
      if (!version.effectiveAt().isAfter(from)) {
        values.clear();
      }
      values.add(version.value());
    }
    return values;
  }

  /// All values said up to the time, each replacing or changing the one before.
  public List<T> upTo(Instant time) {
    return inEffectiveOrder.stream()
        .takeWhile(version -> !version.effectiveAt().isAfter(time))
        .map(Version::value)
        .toList();
  }
}

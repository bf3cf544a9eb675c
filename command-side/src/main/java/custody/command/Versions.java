package custody.command;

import custody.contract.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// What one thing was from when on, in effective order: the one definition for a single thing. It
/// remembers which event said so, because a correction takes that event out again.
///
/// Some things change thousands of times: what one more change costs, or a look at one time, grows
/// with the logarithm of that. Most are said once, in every customer that is kept in memory: as
/// long as they are few, they lie in a list of the least size.
///
/// @param inEffectiveOrder immutable
public record Versions<T>(List<Version<T>> inEffectiveOrder) {

  /// @param effectiveAt since when, UTC
  /// @param sequence the event's place in the stream; decides between equal times
  public record Version<T>(Instant effectiveAt, long sequence, UUID event, T value) {}

  /// So many are copied for one more; of more there is a tree.
  private static final int FEW = 16;

  private static final Comparator<Version<?>> EFFECTIVE_ORDER =
      Comparator.<Version<?>, Instant>comparing(Version::effectiveAt)
          .thenComparingLong(Version::sequence);

  public static <T> Versions<T> none() {
    return new Versions<>(List.of());
  }

  public Versions<T> with(Recorded recorded, T value) {
    Version<T> version =
        new Version<>(recorded.effectiveAt(), recorded.sequence(), recorded.eventId(), value);
    int place = first(it -> EFFECTIVE_ORDER.compare(it, version) > 0);
    if (inEffectiveOrder instanceof PVector<Version<T>> tree) {
      return new Versions<>(tree.plus(place, version));
    }
    List<Version<T>> more = new ArrayList<>(inEffectiveOrder.size() + 1);
    more.addAll(inEffectiveOrder);
    more.add(place, version);
    return of(more);
  }

  private static <T> Versions<T> of(List<Version<T>> inEffectiveOrder) {
    return new Versions<>(
        inEffectiveOrder.size() > FEW
            ? TreePVector.from(inEffectiveOrder)
            : List.copyOf(inEffectiveOrder));
  }

  /// Where the versions begin of which this is so. Nearly always what is asked about is the latest.
  private int first(Predicate<Version<T>> later) {
    int low = 0;
    int high = inEffectiveOrder.size();
    while (low < high) {
      int middle = high == inEffectiveOrder.size() ? high - 1 : (low + high) >>> 1;
      if (later.test(inEffectiveOrder.get(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// How many versions were effective by then.
  private int count(Instant time) {
    return first(it -> it.effectiveAt().isAfter(time));
  }

  /// As if the event had never been.
  public Versions<T> without(UUID event) {
    return inEffectiveOrder.stream().noneMatch(version -> version.event().equals(event))
        ? this
        : of(inEffectiveOrder.stream().filter(version -> !version.event().equals(event)).toList());
  }

  /// What says what is so at the time and later.
  public Versions<T> onwards(Instant time) {
    int before = Math.max(0, count(time) - 1);
    return before == 0 ? this : of(inEffectiveOrder.subList(before, inEffectiveOrder.size()));
  }

  /// Whether the event at this place of the stream says one of them.
  public boolean has(long sequence) {
    return inEffectiveOrder.stream().anyMatch(version -> version.sequence() == sequence);
  }

  public boolean isEmpty() {
    return inEffectiveOrder.isEmpty();
  }

  /// The value at the time; null if there was none yet.
  public @Nullable T at(Instant time) {
    int count = count(time);
    return count == 0 ? null : inEffectiveOrder.get(count - 1).value();
  }

  /// Since when the value at the time holds; null if there was none yet.
  public @Nullable Instant since(Instant time) {
    int count = count(time);
    return count == 0 ? null : inEffectiveOrder.get(count - 1).effectiveAt();
  }

  /// Since when the value at the time holds; empty if there was none yet.
  public Optional<Instant> effectiveAt(Instant time) {
    return Optional.ofNullable(since(time));
  }

  /// The values that hold at the time or at any time after it.
  public List<T> from(Instant time) {
    return values(Math.max(0, count(time) - 1), inEffectiveOrder.size());
  }

  /// The values that hold at any time between the two, both included.
  public List<T> during(Instant from, Instant to) {
    int end = count(to);
    return values(Math.max(0, Math.min(count(from), end) - 1), end);
  }

  /// All values said up to the time, each replacing or changing the one before.
  public List<T> upTo(Instant time) {
    return values(0, count(time));
  }

  private List<T> values(int from, int to) {
    List<T> values = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      values.add(inEffectiveOrder.get(i).value());
    }
    return values;
  }
}

package custody.command;

import custody.contract.Recorded;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// Things given for a time, by id: the one definition for them. What is given ends at the first of
/// the time it says itself and the effective time of whatever ends it. It remembers which events
/// said so, because a correction takes those out again.
///
/// @param <K> their ids
/// @param <V> what is given, and to whom
public record Grants<K, V>(PMap<K, Grant<V>> all) {

  /// @param event that gave it
  /// @param until exclusive; null = until ended
  public record Given<V>(
      UUID event, Instant from, long sequence, V value, @Nullable Instant until) {}

  /// @param event that ends it
  record End(UUID event, Instant at) {}

  /// @param given null if the event that gave it was voided
  record Grant<V>(@Nullable Given<V> given, PVector<End> ends) {
    /// When it is over; {@link Instant#MAX} if nothing ends it.
    Instant over() {
      Instant until = given == null ? null : given.until();
      return ends.stream()
          .map(End::at)
          .min(Comparator.naturalOrder())
          .filter(end -> until == null || end.isBefore(until))
          .orElse(until == null ? Instant.MAX : until);
    }

    Grant<V> without(UUID event) {
      List<End> others = ends.stream().filter(end -> !end.event().equals(event)).toList();
      boolean was = given != null && given.event().equals(event);
      return was || others.size() < ends.size()
          ? new Grant<>(was ? null : given, TreePVector.from(others))
          : this;
    }
  }

  public static <K, V> Grants<K, V> none() {
    return new Grants<>(HashTreePMap.empty());
  }

  /// Whether the id was ever used.
  public boolean knows(K id) {
    return all.containsKey(id);
  }

  /// @param until exclusive; null = until ended
  public Grants<K, V> with(Recorded recorded, K id, V value, @Nullable Instant until) {
    Grant<V> before = all.get(id);
    Given<V> given =
        new Given<>(recorded.eventId(), recorded.effectiveAt(), recorded.sequence(), value, until);
    return new Grants<>(
        all.plus(id, new Grant<>(given, before == null ? TreePVector.empty() : before.ends())));
  }

  public Grants<K, V> ended(Recorded recorded, K id) {
    Grant<V> before = all.get(id);
    PVector<End> ends = before == null ? TreePVector.<End>empty() : before.ends();
    return new Grants<>(
        all.plus(
            id,
            new Grant<>(
                before == null ? null : before.given(),
                ends.plus(new End(recorded.eventId(), recorded.effectiveAt())))));
  }

  /// As if the event had never been. The id stays used.
  public Grants<K, V> without(UUID event) {
    PMap<K, Grant<V>> after = all;
    for (var entry : all.entrySet()) {
      Grant<V> left = entry.getValue().without(event);
      if (!left.equals(entry.getValue())) {
        after = after.plus(entry.getKey(), left);
      }
    }
    return new Grants<>(after);
  }

  /// What an end at that time would change: false if it is over by then, or was never given.
  public boolean lastsBeyond(K id, Instant time) {
    Grant<V> grant = all.get(id);
    Given<V> given = grant == null ? null : grant.given();
    return grant != null
        && given != null
        && grant.over().isAfter(time)
        && grant.over().isAfter(given.from());
  }

  /// What is in force at the time, in the order in which it began.
  public List<V> at(Instant time) {
    return spanning(time, time.plusNanos(1));
  }

  /// What is in force during all of that time, in the order in which it began.
  ///
  /// @param until exclusive
  public List<V> spanning(Instant from, Instant until) {
    if (all.isEmpty()) {
      return List.of();
    }
    return inOrder(
        all.values().stream()
            .filter(grant -> !grant.over().isBefore(until))
            .<Given<V>>mapMulti(
                (grant, to) -> {
                  Given<V> given = grant.given();
                  if (given != null && !given.from().isAfter(from)) {
                    to.accept(given);
                  }
                }));
  }

  /// Everything given, whether in force or not, in the order in which it begins.
  public Collection<V> values() {
    return inOrder(
        all.values().stream()
            .<Given<V>>mapMulti(
                (grant, to) -> {
                  Given<V> given = grant.given();
                  if (given != null) {
                    to.accept(given);
                  }
                }));
  }

  private static <V> List<V> inOrder(Stream<Given<V>> given) {
    return given
        .sorted(
            Comparator.<Given<V>, Instant>comparing(Given::from).thenComparingLong(Given::sequence))
        .map(Given::value)
        .toList();
  }
}

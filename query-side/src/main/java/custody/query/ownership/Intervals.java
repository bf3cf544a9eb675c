package custody.query.ownership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The fold of one customer's moves. It goes through what we learned, in the order in which we
/// learned it: each move, and each correction of one, ends what we took for true around its
/// effective time and begins what we know since. Moves at the same effective time hide each other,
/// the last in the store being the one that counts.
final class Intervals {
  private final NavigableMap<Instant, SortedSet<Move>> known = new TreeMap<>();
  private final Map<Instant, Interval> current = new TreeMap<>();
  private final List<Interval> superseded = new ArrayList<>();

  private Intervals() {}

  /// Everything we ever took for true; for every instant of knowledge from the first on, the
  /// intervals known then follow each other without gap or overlap, the last one without end.
  static List<Interval> of(Collection<Move> moves) {
    NavigableMap<Instant, List<Move>> learned = new TreeMap<>();
    for (Move move : moves) {
      learned.computeIfAbsent(move.recordedAt(), _ -> new ArrayList<>()).add(move);
      if (move.voidedAt() != null) {
        learned.computeIfAbsent(move.voidedAt(), _ -> new ArrayList<>()).add(move);
      }
    }
    Intervals intervals = new Intervals();
    learned.forEach(intervals::learn);
    intervals.superseded.addAll(intervals.current.values());
    return intervals.superseded;
  }

  private void learn(Instant at, List<Move> changed) {
    Set<Instant> touched = new HashSet<>();
    for (Move move : changed) {
      boolean holds = move.voidedAt() == null || move.voidedAt().isAfter(at);
      known.compute(move.effectiveAt(), (_, same) -> with(same, move, holds));
      touched.add(move.effectiveAt());
    }
    for (Instant effective : Set.copyOf(touched)) {
      Instant before = known.lowerKey(effective);
      if (before != null) {
        touched.add(before);
      }
    }
    touched.forEach(effective -> tile(effective, at));
  }

  private static @Nullable SortedSet<Move> with(
      @Nullable SortedSet<Move> same, Move move, boolean holds) {
    SortedSet<Move> moves = same == null ? new TreeSet<>(Move.IN_EFFECTIVE_ORDER) : same;
    if (holds) {
      moves.add(move);
    } else {
      moves.remove(move);
    }
    return moves.isEmpty() ? null : moves;
  }

  /// Brings the interval that begins at this effective time up to what is known at that moment.
  private void tile(Instant effective, Instant at) {
    Interval was = current.get(effective);
    SortedSet<Move> same = known.get(effective);
    Interval is = same == null ? null : interval(same.last(), at);
    if (was != null && is != null && was.begin().equals(is.begin()) && was.to().equals(is.to())) {
      return;
    }
    if (was != null && was.knownFrom().isBefore(at)) {
      superseded.add(new Interval(was.begin(), was.from(), was.to(), was.knownFrom(), at));
    }
    put(effective, is);
  }

  private Interval interval(Move begin, Instant at) {
    Instant next = known.higherKey(begin.effectiveAt());
    return new Interval(
        begin, begin.effectiveAt(), next == null ? Interval.FOR_EVER : next, at, Interval.FOR_EVER);
  }

  private void put(Instant effective, @Nullable Interval interval) {
    if (interval == null) {
      current.remove(effective);
    } else {
      current.put(effective, interval);
    }
  }
}

package custody.query.ownership;

import custody.contract.Holder;
import custody.contract.RepId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Something was in force for a time, as known for a time. Both half open.
///
/// @param by the event that gave it
/// @param to {@link Interval#FOR_EVER} if nothing ends it
/// @param knownTo {@link Interval#FOR_EVER} if it is what we know now
record Given(Term by, Instant from, Instant to, Instant knownFrom, Instant knownTo) {

  private record Span(Instant from, Instant to) {}

  /// The fold: everything of one customer that we ever took to be in force. A cover is cut by the
  /// intervals in which its owner had the customer.
  ///
  /// @param terms of one customer
  /// @param held of the same
  static List<Given> of(Collection<Term> terms, Collection<Interval> held) {
    List<Given> given = new ArrayList<>();
    for (Term term : terms) {
      if (term.what().gives()) {
        List<Term> ends =
            terms.stream()
                .filter(it -> !it.what().gives() && it.what().id().equals(term.what().id()))
                .toList();
        List<Interval> owned = term.what().kind() == Term.Kind.COVER ? ofOwner(term, held) : null;
        given.addAll(asLearned(term, ends, owned));
      }
    }
    return given;
  }

  private static List<Interval> ofOwner(Term cover, Collection<Interval> held) {
    return held.stream()
        .filter(
            it ->
                it.begin().to() instanceof Holder.Owner(RepId rep)
                    && rep.value().equals(cover.what().owner()))
        .sorted(Comparator.comparing(Interval::from))
        .toList();
  }

  /// Goes through the moments at which we learned something about it.
  private static List<Given> asLearned(Term term, List<Term> ends, @Nullable List<Interval> owned) {
    TreeSet<Instant> moments = new TreeSet<>();
    learned(term, moments);
    ends.forEach(end -> learned(end, moments));
    if (owned != null) {
      owned.forEach(it -> moments.addAll(List.of(it.knownFrom(), it.knownTo())));
      moments.remove(Interval.FOR_EVER);
    }
    List<Given> given = new ArrayList<>();
    Map<Span, Instant> since = new LinkedHashMap<>();
    for (Instant moment : moments) {
      Set<Span> now = spans(term, ends, owned, moment);
      since
          .entrySet()
          .removeIf(
              was ->
                  !now.contains(was.getKey())
                      && given.add(
                          new Given(
                              term,
                              was.getKey().from(),
                              was.getKey().to(),
                              was.getValue(),
                              moment)));
      now.forEach(span -> since.putIfAbsent(span, moment));
    }
    since.forEach(
        (span, from) ->
            given.add(new Given(term, span.from(), span.to(), from, Interval.FOR_EVER)));
    return given;
  }

  /// When it was in force, as known at that moment.
  private static Set<Span> spans(
      Term term, List<Term> ends, @Nullable List<Interval> owned, Instant knownAt) {
    Set<Span> spans = new LinkedHashSet<>();
    Instant to = term.knownAt(knownAt) ? end(term, ends, knownAt) : term.effectiveAt();
    Span whole = new Span(term.effectiveAt(), to);
    if (!to.isAfter(term.effectiveAt())) {
      return spans;
    }
    if (owned == null) {
      spans.add(whole);
      return spans;
    }
    Span open = null;
    for (Interval interval : owned) {
      if (interval.knownFrom().isAfter(knownAt) || !interval.knownTo().isAfter(knownAt)) {
        continue;
      }
      Instant begin = later(whole.from(), interval.from());
      Instant end = earlier(whole.to(), interval.to());
      if (begin.isBefore(end)) {
        if (open != null && open.to().equals(begin)) {
          spans.remove(open); // the owner's interval was cut in two, which is nothing to a cover
          begin = open.from();
        }
        open = new Span(begin, end);
        spans.add(open);
      }
    }
    return spans;
  }

  private static void learned(Term term, TreeSet<Instant> moments) {
    moments.add(term.recordedAt());
    if (term.voidedAt() != null) {
      moments.add(term.voidedAt());
    }
  }

  private static Instant end(Term term, List<Term> ends, Instant knownAt) {
    Instant until = term.what().until();
    Instant to = until == null ? Interval.FOR_EVER : until;
    for (Term end : ends) {
      if (end.knownAt(knownAt) && end.effectiveAt().isBefore(to)) {
        to = end.effectiveAt();
      }
    }
    return to;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}

package custody.query.ownership;

import custody.contract.Holder;
import custody.contract.RepId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Something was in force for a time, as known for a time. Both half open.
///
/// @param by the event that gave it
/// @param to {@link Interval#FOR_EVER} if nothing ends it
/// @param knownTo {@link Interval#FOR_EVER} if it is what we know now
record Given(Term by, Instant from, Instant to, Instant knownFrom, Instant knownTo) {

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
        for (Given each : asKnown(term, ends)) {
          if (term.what().kind() == Term.Kind.COVER) {
            held.forEach(interval -> each.cut(interval, given));
          } else {
            given.add(each);
          }
        }
      }
    }
    return given;
  }

  /// Goes through the moments at which we learned something about it.
  private static List<Given> asKnown(Term term, List<Term> ends) {
    TreeSet<Instant> moments = new TreeSet<>();
    learned(term, moments);
    ends.forEach(end -> learned(end, moments));
    List<Given> given = new ArrayList<>();
    for (Instant moment : moments) {
      Instant next = moments.higher(moment);
      Instant to = term.knownAt(moment) ? end(term, ends, moment) : term.effectiveAt();
      if (to.isAfter(term.effectiveAt())) {
        Given last = given.isEmpty() ? null : given.getLast();
        Instant since = moment;
        if (last != null && last.to().equals(to) && last.knownTo().equals(moment)) {
          given.removeLast();
          since = last.knownFrom();
        }
        given.add(
            new Given(
                term, term.effectiveAt(), to, since, next == null ? Interval.FOR_EVER : next));
      }
    }
    return given;
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

  private void cut(Interval interval, List<Given> into) {
    if (interval.begin().to() instanceof Holder.Owner(RepId rep)
        && rep.value().equals(by.what().owner())) {
      Instant begin = later(from, interval.from());
      Instant end = earlier(to, interval.to());
      Instant since = later(knownFrom, interval.knownFrom());
      Instant before = earlier(knownTo, interval.knownTo());
      if (begin.isBefore(end) && since.isBefore(before)) {
        into.add(new Given(by, begin, end, since, before));
      }
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  @Nullable Instant end() {
    return to.equals(Interval.FOR_EVER) ? null : to;
  }
}

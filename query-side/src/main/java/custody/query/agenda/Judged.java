package custody.query.agenda;

import com.github.benmanes.caffeine.cache.Cache;
import custody.contract.CustomerId;
import custody.service.Caches;
import custody.service.CompanyProperties;
import custody.service.agenda.CustomerFacts;
import custody.service.agenda.Days;
import custody.service.agenda.Effect;
import custody.service.agenda.FactsReader;
import custody.service.agenda.FactsReader.Version;
import custody.service.agenda.Judge;
import custody.service.agenda.RuleTimeline;
import custody.service.agenda.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// What rules say of customers, remembered: of a hundred thousand nearly all are as they were when
/// somebody last looked. A customer is judged anew once anything is recorded of it, a case is to
/// move it or is so no more, another day begins, or a time has come that its facts name; all are,
/// once the rules are others.
///
/// Names are not remembered: they may be erased.
@Component
final class Judged implements Judge {
  /// Of the heap, as a divisor.
  private static final int SHARE = 10;

  /// Of a customer in memory, in bytes: with two effects, which few have.
  private static final int SIZE = 500;

  private final Days days;
  private final long most;
  private volatile Memory memory = new Memory(List.of(), LocalDate.MIN, verdicts(0));

  @Autowired
  Judged(CompanyProperties company) {
    this(new Days(company.zone()), Runtime.getRuntime().maxMemory() / SHARE / SIZE);
  }

  /// @param most customers to remember; the others are judged anew each time
  Judged(Days days, long most) {
    this.days = days;
    this.most = most;
  }

  /// @param day with which all of it ends, at the latest
  private record Memory(
      List<RuleTimeline> rules, LocalDate day, Cache<CustomerId, Verdict> verdicts) {
    private boolean holds(List<RuleTimeline> of, LocalDate now) {
      return rules.equals(of) && !now.isAfter(day);
    }
  }

  /// @param from until `to` (exclusive) it is the same
  private record Verdict(
      long version, boolean inHandover, Instant from, Instant to, List<Effect> effects) {
    private boolean holds(Version of, Instant now) {
      return version == of.version()
          && inHandover == of.inHandover()
          && !now.isBefore(from)
          && now.isBefore(to);
    }
  }

  @Override
  public List<Effect> effects(
      Connection db, List<CustomerId> customers, List<RuleTimeline> rules, Instant now)
      throws SQLException {
    Cache<CustomerId, Verdict> verdicts = memory(rules, now).verdicts();
    List<Effect> effects = new ArrayList<>();
    List<CustomerId> others = new ArrayList<>();
    for (Version of : FactsReader.versions(db, customers, now)) {
      Verdict verdict = verdicts.getIfPresent(of.customer());
      if (verdict != null && verdict.holds(of, now)) {
        effects.addAll(verdict.effects());
      } else {
        others.add(of.customer());
      }
    }
    if (others.isEmpty()) {
      return effects;
    }
    Map<CustomerId, List<Instant>> followUps = FactsReader.followUpChanges(db, others, now);
    for (CustomerFacts facts : FactsReader.facts(db, others, now)) {
      Stream<Instant> changes =
          Stream.concat(
              changes(facts, rules), followUps.getOrDefault(facts.customer(), List.of()).stream());
      Verdict verdict = judge(facts, rules, changes.toList(), now);
      verdicts.put(facts.customer(), verdict);
      effects.addAll(verdict.effects());
    }
    return effects;
  }

  private Memory memory(List<RuleTimeline> rules, Instant now) {
    Memory known = memory;
    if (!known.holds(rules, days.of(now))) {
      known = new Memory(rules, days.of(now), verdicts(most));
      memory = known;
    }
    return known;
  }

  private static Cache<CustomerId, Verdict> verdicts(long most) {
    return Caches.builder().maximumSize(most).build();
  }

  /// @param changes when something may be otherwise than before
  private Verdict judge(
      CustomerFacts facts, List<RuleTimeline> rules, List<Instant> changes, Instant now) {
    Instant from = days.start(days.of(now));
    Instant to = days.start(days.of(now).plusDays(1));
    for (Instant change : changes) {
      if (change.isAfter(now)) {
        to = change.isBefore(to) ? change : to;
      } else {
        from = change.isAfter(from) ? change : from;
      }
    }
    return new Verdict(
        facts.version(),
        facts.inHandover(),
        from,
        to,
        List.copyOf(Effect.of(rules, facts, now, days)));
  }

  /// When something of what is judged begins or ends.
  private static Stream<Instant> changes(CustomerFacts facts, List<RuleTimeline> rules) {
    return Stream.concat(
        Stream.of(facts.holders(), facts.grades(), facts.exemptions())
            .flatMap(List::stream)
            .flatMap(Judged::ends),
        Stream.concat(
            facts.contacts().stream().map(CustomerFacts.Contact::at),
            rules.stream().flatMap(rule -> rule.spans().stream()).flatMap(Judged::ends)));
  }

  private static Stream<Instant> ends(Span<?> span) {
    return Stream.of(span.from(), span.to());
  }
}

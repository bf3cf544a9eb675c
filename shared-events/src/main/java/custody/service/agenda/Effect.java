package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.service.agenda.Recyclings.Because;
import custody.service.agenda.Recyclings.Return;
import custody.service.agenda.Tenures.RepFacts;
import custody.service.agenda.Tenures.Term;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rule says of one customer or rep at a moment. Lists, dry runs and what rules do by
/// themselves all come from here.
///
/// @param customer null if it is about the rep's territory
/// @param version of the customer's stream on which this stands; 0 for a territory
/// @param rep whose it is
/// @param on the last day in time, or the first day on which it is taken back, over or claimed
/// again
/// @param because why a customer is taken back
/// @param pool where it goes then
public record Effect(
    RuleVersion rule,
    What what,
    @Nullable CustomerId customer,
    @Nullable String name,
    long version,
    RepId rep,
    LocalDate on,
    @Nullable Because because,
    @Nullable String pool) {

  /// What there is to do.
  public enum What {
    /// To be contacted today, or by a day to come.
    DUE,
    /// Should have been contacted.
    OVERDUE,
    /// Will be taken back, or held too long, unless something is done.
    WARNED,
    /// Goes back to the pool.
    RECYCLED,
    /// Held longer than it may be.
    OVER,
    /// Who has as many customers claims no more.
    HELD_MOST,
    /// Who has claimed as many today claims no more.
    CLAIMED_MOST,
    /// May not be claimed again yet by a rep who had it.
    BANNED
  }

  private Effect named(@Nullable String other) {
    return new Effect(rule, what, customer, other, version, rep, on, because, pool);
  }

  /// What the rules say of the customer now, without its name.
  public static List<Effect> of(
      List<RuleTimeline> rules, CustomerFacts facts, Instant now, Days days) {
    List<Effect> effects = new ArrayList<>();
    for (RuleTimeline rule : rules) {
      Effect effect = of(rule, facts, now, days);
      if (effect != null) {
        effects.add(effect.named(null));
      }
    }
    return effects;
  }

  /// What the rule says of the customer now; null if nothing.
  public static @Nullable Effect of(
      RuleTimeline rule, CustomerFacts facts, Instant now, Days days) {
    RuleVersion version = rule.next(now);
    return version == null
        ? null
        : switch (version.rule()) {
          case Rule.Cadence _ -> contact(Cadences.next(rule, facts, now, days), facts, now, days);
          case Rule.FirstContact _ ->
              contact(FirstContacts.next(rule, facts, now, days), facts, now, days);
          case Rule.Recycling it ->
              recycling(Recyclings.next(rule, facts, now, days), it.warnDays(), now, days);
          case Rule.PoolLimits _ -> null; // asked when somebody claims
          case Rule.Tenure it -> {
            Term term = Tenures.ofCustomer(rule, facts, now, days);
            RepId owner = facts.ownerAt(now);
            yield term == null || owner == null
                ? null
                : tenure(
                    version,
                    it.warnDays(),
                    term,
                    owner,
                    facts.customer(),
                    facts.name(),
                    facts.version(),
                    days.of(now));
          }
        };
  }

  /// What the rule says of the rep's territory now; null if nothing.
  public static @Nullable Effect of(RuleTimeline rule, RepFacts facts, Instant now, Days days) {
    RuleVersion version = rule.at(now);
    Term term = Tenures.ofTerritory(rule, facts, now, days);
    return version != null && term != null && version.rule() instanceof Rule.Tenure it
        ? tenure(version, it.warnDays(), term, facts.rep(), null, null, 0, days.of(now))
        : null;
  }

  /// That limits have no effects of this kind.
  static IllegalArgumentException none() {
    return new IllegalArgumentException("limits of pools make nothing due");
  }

  private static @Nullable Effect contact(
      @Nullable Due due, CustomerFacts facts, Instant now, Days days) {
    if (due == null) {
      return null;
    }
    LocalDate today = days.of(now);
    boolean first = due.rule().rule() instanceof Rule.FirstContact;
    if (due.on().isAfter(today) && !first) {
      return null;
    }
    return new Effect(
        due.rule(),
        due.overdue(today) ? What.OVERDUE : What.DUE,
        due.customer(),
        due.name(),
        facts.version(),
        due.rep(),
        due.on(),
        null,
        null);
  }

  private static @Nullable Effect recycling(
      @Nullable Return back, int warnDays, Instant now, Days days) {
    if (back == null
        || back.on().equals(LocalDate.MAX)
        || back.on().minusDays(warnDays).isAfter(days.of(now))) {
      return null;
    }
    return new Effect(
        back.rule(),
        back.dueAt(now, days) ? What.RECYCLED : What.WARNED,
        back.customer(),
        back.name(),
        back.version(),
        back.owner(),
        back.on(),
        back.because(),
        back.pool());
  }

  private static @Nullable Effect tenure(
      RuleVersion rule,
      int warnDays,
      Term term,
      RepId rep,
      @Nullable CustomerId customer,
      @Nullable String name,
      long version,
      LocalDate today) {
    if (term.over().minusDays(warnDays).isAfter(today)) {
      return null;
    }
    return new Effect(
        rule,
        term.over().isAfter(today) ? What.WARNED : What.OVER,
        customer,
        name,
        version,
        rep,
        term.over(),
        null,
        null);
  }
}

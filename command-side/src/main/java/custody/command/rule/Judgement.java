package custody.command.rule;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.service.agenda.AgendaReader;
import custody.service.agenda.CustomerFacts;
import custody.service.agenda.Days;
import custody.service.agenda.Effect;
import custody.service.agenda.Effect.What;
import custody.service.agenda.FactsReader;
import custody.service.agenda.Holdings;
import custody.service.agenda.Holdings.Former;
import custody.service.agenda.RuleTimeline;
import custody.service.agenda.RuleVersion;
import custody.service.agenda.Span;
import custody.service.agenda.Tenures.RepFacts;
import custody.store.Lookups;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/// Judges customers and reps by a rule, on what the agenda says of them.
///
/// The agenda is a view and may be behind the facts, so whatever is done about a customer must
/// name the version of it that was judged.
final class Judgement {
  private static final int PAGE = 500;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final DataSource database;
  private final Lookups lookups;
  private final Days days;
  private final Clock clock;

  Judgement(DataSource database, Lookups lookups, Days days, Clock clock) {
    this.database = database;
    this.lookups = lookups;
    this.days = days;
    this.clock = clock;
  }

  private interface Reading<T> {
    T read(Connection db) throws SQLException;
  }

  private <T> T read(Reading<T> reading) {
    try (Connection db = database.getConnection()) {
      db.setReadOnly(true);
      db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      db.setAutoCommit(false);
      try {
        return reading.read(db);
      } finally {
        db.rollback();
      }
    } catch (SQLException e) {
      RuntimeException known =
          new SQLStateSQLExceptionTranslator().translate("read the agenda", null, e);
      throw known == null ? new UncategorizedSQLException("read the agenda", null, e) : known;
    }
  }

  /// @return false if the agenda has not reached the position in time
  boolean reached(long position, Duration patience) throws InterruptedException {
    Instant deadline = clock.instant().plus(patience);
    while (read(AgendaReader::position) < position) {
      if (!clock.instant().isBefore(deadline)) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
    return true;
  }

  List<RuleTimeline> rules() {
    return read(AgendaReader::rules);
  }

  /// What the rule says of everybody, customer by customer and rep by rep.
  ///
  /// @return how many were judged
  long all(RuleTimeline rule, Instant now, Consumer<Effect> effects) {
    long judged = 0;
    boolean territories =
        rule.spans().stream()
            .anyMatch(
                span ->
                    span.value().rule() instanceof Rule.Tenure it
                        && it.held() == Rule.Held.TERRITORY);
    if (territories) {
      for (RepFacts rep : read(db -> AgendaReader.reps(db, null))) {
        Effect effect = Effect.of(rule, rep, now, days);
        if (effect != null) {
          effects.accept(effect);
        }
        judged++;
      }
      return judged;
    }
    RuleVersion version = rule.next(now);
    if (version != null && version.rule() instanceof Rule.PoolLimits limits) {
      return claims(version, limits, now, effects);
    }
    CustomerId last = null;
    List<CustomerFacts> page;
    do {
      CustomerId after = last;
      page = read(db -> FactsReader.facts(db, Holdings.owned(db, after, now, PAGE), now));
      page.forEach(facts -> effect(rule, facts, now, effects));
      judged += page.size();
      last = page.isEmpty() ? null : page.getLast().customer();
    } while (page.size() == PAGE);
    return judged;
  }

  /// What limits would say now to whoever claims: to reps who have as many as they may, and of
  /// customers to reps who lost them lately.
  private long claims(
      RuleVersion rule, Rule.PoolLimits limits, Instant now, Consumer<Effect> effects) {
    LocalDate today = days.of(now);
    long judged = 0;
    for (RepFacts rep : read(db -> AgendaReader.reps(db, null))) {
      if (Span.at(rep.posts(), now) == null) {
        continue;
      }
      judged++;
      Lookups.Load load = lookups.load(rep.rep().value(), now, today.toEpochDay());
      if (limits.mostHeld() != null && load.held() >= limits.mostHeld()) {
        effects.accept(claim(rule, What.HELD_MOST, null, rep.rep(), today));
      } else if (limits.claimsPerDay() != null && load.claimed() >= limits.claimsPerDay()) {
        effects.accept(claim(rule, What.CLAIMED_MOST, null, rep.rep(), today.plusDays(1)));
      }
    }
    Integer ban = limits.banDays();
    if (ban != null) {
      Duration length = Duration.ofDays(ban);
      Consumer<Former> banned =
          it ->
              effects.accept(
                  claim(
                      rule, What.BANNED, it.customer(), it.rep(), days.of(it.lost().plus(length))));
      read(
          db -> {
            Holdings.formerOwners(db, limits.pools(), now.minus(length), now, banned);
            return true;
          });
    }
    return judged;
  }

  private static Effect claim(
      RuleVersion rule, What what, @Nullable CustomerId customer, RepId rep, LocalDate on) {
    return new Effect(rule, what, customer, null, 0, rep, on, null, null);
  }

  /// What the rule says of these customers.
  void some(
      RuleTimeline rule, Collection<CustomerId> customers, Instant now, Consumer<Effect> effects) {
    read(db -> FactsReader.facts(db, customers, now))
        .forEach(facts -> effect(rule, facts, now, effects));
  }

  private void effect(
      RuleTimeline rule, CustomerFacts facts, Instant now, Consumer<Effect> effects) {
    Effect effect = Effect.of(rule, facts, now, days);
    if (effect != null) {
      effects.accept(effect);
    }
  }
}

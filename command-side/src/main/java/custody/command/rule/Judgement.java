package custody.command.rule;

import custody.contract.CustomerId;
import custody.contract.Rule;
import custody.service.agenda.AgendaReader;
import custody.service.agenda.CustomerFacts;
import custody.service.agenda.Days;
import custody.service.agenda.Effect;
import custody.service.agenda.RuleTimeline;
import custody.service.agenda.Tenures.RepFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
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
  private final Days days;
  private final Clock clock;

  Judgement(DataSource database, Days days, Clock clock) {
    this.database = database;
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
    CustomerId last = null;
    List<CustomerFacts> page;
    do {
      CustomerId after = last;
      page = read(db -> AgendaReader.facts(db, AgendaReader.owned(db, after, now, PAGE), now));
      page.forEach(facts -> effect(rule, facts, now, effects));
      judged += page.size();
      last = page.isEmpty() ? null : page.getLast().customer();
    } while (page.size() == PAGE);
    return judged;
  }

  /// What the rule says of these customers.
  void some(
      RuleTimeline rule, Collection<CustomerId> customers, Instant now, Consumer<Effect> effects) {
    read(db -> AgendaReader.facts(db, customers, now))
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

package custody.query.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerEvent;
import custody.contract.CustomerId;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.contract.Seed;
import custody.query.TestView;
import custody.service.agenda.Days;
import custody.service.agenda.Effect;
import custody.service.agenda.Judge;
import custody.service.agenda.RuleTimeline;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JudgedTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final Days DAYS = new Days(ZoneId.of("Asia/Shanghai"));
  private static final List<RuleTimeline> RULES =
      List.of(
          rule(
              1,
              new Rule.Cadence(
                  List.of(),
                  new Rule.Rhythm.Weekdays(List.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY)),
                  List.of())),
          rule(2, new Rule.Cadence(List.of("A"), new Rule.Rhythm.EveryDays(3), List.of())),
          rule(3, new Rule.FirstContact(List.of(), 2, List.of())),
          rule(4, new Rule.Recycling(List.of(), 5, 9, 3, List.of("order"), 400, "public")),
          rule(5, new Rule.Tenure(Rule.Held.CUSTOMER, List.of(), Period.ofDays(9), 400)));

  private final TestView view = AgendaFixture.view(database.dataSource());

  private static RuleTimeline rule(long id, Rule rule) {
    return RuleTimeline.supposed(new RuleId(new UUID(0x7000, id)), "rule " + id, rule);
  }

  /// Moments come in any order: pages of an older list are asked for beside newer ones.
  @Test
  void whatIsRememberedIsWhatWouldBeJudgedAnew() throws SQLException {
    long effects = 0;
    for (int run = 0; run < 4; run++) {
      long seed = Seed.get() + run;
      Random random = new Random(seed);
      List<Recorded> history = Histories.of(seed, 12, 4, 400);
      List<Instant> moments = Histories.moments(history);
      List<CustomerId> customers =
          history.stream()
              .filter(it -> it.event() instanceof CustomerEvent)
              .map(it -> new CustomerId(it.stream()))
              .distinct()
              .toList();
      Judged judged = new Judged(DAYS, run == 3 ? 5 : 100);
      view.clear();
      try (Connection db = database.dataSource().getConnection()) {
        for (int known = 0; known < history.size(); known += 40) {
          view.apply(history.subList(known, Math.min(history.size(), known + 40)), random, 40);
          for (int i = 0; i < 12; i++) {
            Instant at = moments.get(random.nextInt(moments.size()));
            List<RuleTimeline> rules = RULES.subList(random.nextInt(10) == 0 ? 2 : 0, 5);
            List<Effect> anew = Judge.anew(DAYS).effects(db, customers, rules, at);
            effects += anew.size();
            assertThat(judged.effects(db, customers, rules, at))
                .as("seed %d at %s, %d events known", seed, at, known + 40)
                .containsExactlyInAnyOrderElementsOf(anew);
          }
        }
      }
    }
    assertThat(effects).isGreaterThan(100);
  }
}

package custody.command.rule;

import static org.assertj.core.api.Assertions.assertThat;

import custody.command.DeciderSpecification;
import custody.command.rule.RuleCommand.SetRule;
import custody.command.rule.RuleCommand.WithdrawRule;
import custody.contract.Rule;
import custody.contract.RuleEvent.RuleSet;
import custody.contract.RuleEvent.RuleWithdrawn;
import custody.contract.RuleId;
import java.time.DayOfWeek;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleHistoryTest {
  private static final RuleId ID = new RuleId(DeciderSpecification.STREAM);
  private static final Rule ONE_FOUR_SEVEN =
      new Rule.Cadence(
          List.of("A"),
          new Rule.Rhythm.Weekdays(List.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY, DayOfWeek.SUNDAY)),
          List.of());
  private static final Rule WEEKLY =
      new Rule.Cadence(List.of("A"), new Rule.Rhythm.EveryDays(7), List.of());
  private static final SetRule SET = new SetRule(ID, "1-4-7", ONE_FOUR_SEVEN);

  private final DeciderSpecification<RuleHistory> rule = DeciderSpecification.of(new RuleDecider());

  @Test
  void aRuleIsSetWithAReason() {
    rule.when(SET).then(new RuleSet("1-4-7", ONE_FOUR_SEVEN));
    rule.whenWithoutReason(SET).thenRejected("reason-missing");
  }

  @Test
  void aRuleReadsDifferentlyFromATimeOn() {
    rule.given(0, 10, new RuleSet("1-4-7", ONE_FOUR_SEVEN));
    rule.whenDated(20, SET).thenNothing();
    rule.whenDated(20, new SetRule(ID, "weekly", WEEKLY)).then(new RuleSet("weekly", WEEKLY));
    // Before it holds, setting the same is news.
    rule.whenDated(5, SET).then(new RuleSet("1-4-7", ONE_FOUR_SEVEN));
  }

  @Test
  void aRuleIsWithdrawnAndComesBack() {
    rule.when(new WithdrawRule(ID)).thenRejected("rule-not-found");
    rule.given(0, new RuleSet("1-4-7", ONE_FOUR_SEVEN))
        .when(new WithdrawRule(ID))
        .then(new RuleWithdrawn());
    rule.given(1, new RuleWithdrawn()).when(new WithdrawRule(ID)).thenNothing();
    rule.when(SET).then(new RuleSet("1-4-7", ONE_FOUR_SEVEN));
  }

  @Test
  void aRuleStaysOfItsKind() {
    rule.given(0, new RuleSet("1-4-7", ONE_FOUR_SEVEN))
        .when(new SetRule(ID, "x", new Rule.FirstContact(List.of(), 3, List.of())))
        .thenRejected("rule-kind-fixed");
  }

  static List<Rule> impossible() {
    return List.of(
        new Rule.Cadence(List.of("Z"), new Rule.Rhythm.EveryDays(7), List.of()),
        new Rule.Cadence(List.of(), new Rule.Rhythm.EveryDays(0), List.of()),
        new Rule.Cadence(List.of(), new Rule.Rhythm.Weekdays(List.of()), List.of()),
        new Rule.Tenure(Rule.Held.TERRITORY, List.of(), Period.ZERO, 30),
        new Rule.Tenure(Rule.Held.TERRITORY, List.of("A"), Period.ofYears(1), 30),
        new Rule.Tenure(Rule.Held.CUSTOMER, List.of(), Period.ofYears(1), -1),
        new Rule.Recycling(List.of(), null, null, null, List.of("order"), 3, "public"),
        new Rule.Recycling(List.of(), null, 30, null, List.of(), 3, "public"),
        new Rule.Recycling(List.of(), 30, null, null, List.of(), 3, " "),
        new Rule.FirstContact(List.of(), 0, List.of()),
        new Rule.PoolLimits(List.of("north"), null, null, null),
        new Rule.PoolLimits(List.of("nroth"), 3, null, null),
        new Rule.PoolLimits(List.of(), -1, null, null),
        new Rule.PoolLimits(List.of(), null, null, 0));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void whatCannotHoldIsRefused(Rule impossible) {
    assertThat(
            rule.when(new SetRule(ID, "x", impossible)).thenRejected("rule-invalid").properties())
        .containsKey("what");
  }
}

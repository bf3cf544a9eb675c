package custody.command.rule;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Policy;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.rule.RuleCommand.SetRule;
import custody.command.rule.RuleCommand.WithdrawRule;
import custody.contract.Holder;
import custody.contract.Recorded;
import custody.contract.Rule;
import custody.contract.RuleEvent;
import custody.contract.RuleEvent.RuleSet;
import custody.contract.RuleEvent.RuleWithdrawn;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What decisions need of one rule: how it read when.
public record RuleHistory(Versions<RuleEvent> events) {
  public static final RuleHistory NONE = new RuleHistory(Versions.none());

  private static final int MOST_DAYS = 3660;
  private static final int MOST_CUSTOMERS = 1_000_000;

  public Decision decide(RuleCommand command, Context context) {
    if (events.isEmpty() && !(command instanceof SetRule)) {
      return Decision.rejected(
          Rejection.notFound("rule-not-found", "There is no such rule; check the id."));
    }
    Rejection objection = context.objection(command);
    if (objection != null) {
      return Decision.rejected(objection);
    }
    RuleEvent before = events.at(context.effectiveAt());
    return switch (command) {
      case SetRule it -> set(it, before, context.policy());
      case WithdrawRule _ ->
          before instanceof RuleSet ? Decision.accepted(new RuleWithdrawn()) : Decision.nothing();
    };
  }

  private Decision set(SetRule command, @Nullable RuleEvent before, Policy policy) {
    Rejection objection = objection(command, policy);
    if (objection != null) {
      return Decision.rejected(objection);
    }
    RuleSet wish = new RuleSet(command.name().strip(), command.rule());
    return wish.equals(before) ? Decision.nothing() : Decision.created(command.id(), wish);
  }

  private @Nullable Rejection objection(SetRule command, Policy policy) {
    boolean ofAnotherKind =
        events.inEffectiveOrder().stream()
            .anyMatch(
                version ->
                    version.value() instanceof RuleSet was
                        && !was.rule().getClass().equals(command.rule().getClass()));
    if (ofAnotherKind) {
      return Rejection.conflict(
          "rule-kind-fixed",
          "A rule stays of its kind; withdraw this one and set another under a new id.");
    }
    return wrong(command, policy)
        .findFirst()
        .map(
            what ->
                Rejection.invalid("rule-invalid", "The rule cannot hold: {what}.")
                    .with(Map.of("what", what)))
        .orElse(null);
  }

  /// What is wrong with it, in the words of its JSON.
  private static Stream<String> wrong(SetRule command, Policy policy) {
    Set<String> known = policy.grades().keySet();
    Stream<String> name =
        when(
            command.name().isBlank() || command.name().length() > 200, "name has 1 to 200 letters");
    Stream<String> rest =
        switch (command.rule()) {
          case Rule.Cadence it -> Stream.concat(grades(it.grades(), known), rhythm(it.rhythm()));
          case Rule.Tenure it ->
              Stream.of(
                      grades(it.grades(), known),
                      when(!positive(it.max()), "max is a period such as P1Y, up to 10 years"),
                      when(
                          it.held() == Rule.Held.TERRITORY && !it.grades().isEmpty(),
                          "territories have no grades"),
                      warning(it.warnDays()))
                  .flatMap(part -> part);
          case Rule.Recycling it ->
              Stream.of(
                      grades(it.grades(), known),
                      when(
                          it.noFollowUpDays() == null
                              && it.noDealDays() == null
                              && it.newWithinDays() == null,
                          "one of noFollowUpDays, noDealDays, newWithinDays is needed"),
                      days("noFollowUpDays", it.noFollowUpDays()),
                      days("noDealDays", it.noDealDays()),
                      days("newWithinDays", it.newWithinDays()),
                      when(
                          it.noDealDays() != null && it.deals().isEmpty(),
                          "deals says which outcomes are deals"),
                      warning(it.warnDays()),
                      when(it.pool().isBlank() || it.pool().length() > 100, "pool names a pool"))
                  .flatMap(part -> part);
          case Rule.FirstContact it ->
              Stream.concat(grades(it.grades(), known), days("withinDays", it.withinDays()));
          case Rule.PoolLimits it ->
              Stream.of(
                      it.pools().stream()
                          .filter(pool -> policy.mayKeep(new Holder.Pool(pool)) != null)
                          .map(pool -> "there is no pool " + pool),
                      when(
                          it.pools().stream()
                              .anyMatch(pool -> pool.isBlank() || pool.length() > 100),
                          "pools names pools"),
                      when(
                          it.claimsPerDay() == null
                              && it.mostHeld() == null
                              && it.banDays() == null,
                          "one of claimsPerDay, mostHeld, banDays is needed"),
                      count("claimsPerDay", it.claimsPerDay()),
                      count("mostHeld", it.mostHeld()),
                      days("banDays", it.banDays()))
                  .flatMap(part -> part);
        };
    return Stream.concat(name, rest);
  }

  private static Stream<String> rhythm(Rule.Rhythm rhythm) {
    return switch (rhythm) {
      case Rule.Rhythm.Weekdays it -> when(it.days().isEmpty(), "days names days of the week");
      case Rule.Rhythm.EveryDays it -> days("days", it.days());
    };
  }

  private static Stream<String> grades(List<String> grades, Set<String> known) {
    return grades.stream()
        .filter(grade -> !known.contains(grade))
        .map(grade -> "there is no grade " + grade);
  }

  private static Stream<String> days(String what, @Nullable Integer days) {
    return when(
        days != null && (days < 1 || days > MOST_DAYS), what + " is from 1 to " + MOST_DAYS);
  }

  /// None may be claimed: so a pool is closed.
  private static Stream<String> count(String what, @Nullable Integer count) {
    return when(
        count != null && (count < 0 || count > MOST_CUSTOMERS),
        what + " is from 0 to " + MOST_CUSTOMERS);
  }

  private static Stream<String> warning(int days) {
    return when(days < 0 || days > 366, "warnDays is from 0 to 366");
  }

  private static boolean positive(Period max) {
    LocalDate day = LocalDate.of(2000, 1, 1);
    return day.plus(max).isAfter(day) && !day.plus(max).isAfter(day.plusYears(10));
  }

  private static Stream<String> when(boolean wrong, String what) {
    return wrong ? Stream.of(what) : Stream.empty();
  }

  public RuleHistory evolve(Recorded recorded, RuleEvent event) {
    return new RuleHistory(events.with(recorded, event));
  }
}

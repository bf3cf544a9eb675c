package custody.service.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Holder;
import custody.contract.RepId;
import custody.contract.Rule.Recycling;
import custody.contract.Seed;
import custody.service.agenda.Recyclings.Return;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecyclingsTest {

  @Test
  void whatGoesBackWhenIsWhatCountingDaysWithoutSays() {
    for (ZoneId zone : Made.ZONES) {
      for (int run = 0; run < 200; run++) {
        long seed = Seed.get() + run;
        Random random = new Random(seed);
        Days days = new Days(zone);
        Made made = new Made(random, days);
        RuleTimeline rule = made.rule(() -> recycling(random));
        CustomerFacts facts = made.facts();
        Instant now = made.instant();
        Return back = Recyclings.next(rule, facts, now, days);
        assertThat(back == null ? null : back.on())
            .as("seed %d %s: %s %s now %s", seed, zone, rule, facts, now)
            .isEqualTo(naive(rule, facts, now, days));
      }
    }
  }

  private static Recycling recycling(Random random) {
    Integer followUp = random.nextBoolean() ? 1 + random.nextInt(15) : null;
    Integer deal = random.nextBoolean() ? 1 + random.nextInt(30) : null;
    Integer fresh =
        random.nextBoolean() || (followUp == null && deal == null) ? 1 + random.nextInt(6) : null;
    return new Recycling(
        random.nextBoolean() ? List.of("A") : List.of(),
        followUp,
        deal,
        fresh,
        List.of("order"),
        3,
        "public");
  }

  /// Goes on day by day until enough whole days without lie behind.
  private static @Nullable LocalDate naive(
      RuleTimeline rule, CustomerFacts facts, Instant now, Days days) {
    Span<RuleVersion> span = null;
    for (Span<RuleVersion> it : rule.spans()) {
      if (span == null && now.isBefore(it.to())) {
        span = it;
      }
    }
    if (span == null || !(span.value().rule() instanceof Recycling recycling)) {
      return null;
    }
    Instant since = null;
    boolean fromRep = false;
    RepId owner = null;
    for (Span<Holder> it : facts.holders()) {
      if (it.from().isAfter(now)) {
        break;
      }
      RepId next = it.value() instanceof Holder.Owner(RepId rep) ? rep : null;
      if (next == null || !next.equals(owner)) {
        since = it.from();
        fromRep = owner != null;
      }
      owner = next;
    }
    Span<String> grade = Span.at(facts.grades(), now);
    if (owner == null
        || since == null
        || !(recycling.grades().isEmpty()
            || (grade != null && recycling.grades().contains(grade.value())))) {
      return null;
    }
    LocalDate today = days.of(now);
    for (LocalDate day = days.of(since).plusDays(1);
        day.isBefore(today.plusDays(200));
        day = day.plusDays(1)) {
      if (enough(recycling, facts, since, fromRep, day, now, days)) {
        LocalDate on = day;
        while (span.from().isAfter(now) && days.start(on).isBefore(span.from())) {
          on = on.plusDays(1);
        }
        if (facts.inHandover()) {
          return LocalDate.MAX;
        }
        LocalDate free = on.isBefore(today) ? today : on;
        while (exempt(facts, free.equals(today) ? now : days.start(free))) {
          free = free.plusDays(1);
        }
        return on.isBefore(today) && free.equals(today) ? on : free;
      }
    }
    return null;
  }

  private static boolean enough(
      Recycling rule,
      CustomerFacts facts,
      Instant since,
      boolean fromRep,
      LocalDate day,
      Instant now,
      Days days) {
    long owned = days.of(since).until(day, java.time.temporal.ChronoUnit.DAYS) - 1;
    boolean never =
        facts.contacts().stream()
            .noneMatch(it -> !it.at().isBefore(since) && !it.at().isAfter(now));
    return (rule.noFollowUpDays() != null
            && owned >= rule.noFollowUpDays()
            && without(facts, rule.noFollowUpDays(), false, day, now, days))
        || (rule.noDealDays() != null
            && owned >= rule.noDealDays()
            && without(facts, rule.noDealDays(), true, day, now, days))
        || (rule.newWithinDays() != null && never && !fromRep && owned >= rule.newWithinDays());
  }

  private static boolean without(
      CustomerFacts facts, int whole, boolean deals, LocalDate day, Instant now, Days days) {
    // A contact later than this day would have kept it, too: then this day is not it.
    Instant from = days.start(day.minusDays(whole));
    return facts.contacts().stream()
        .filter(it -> !it.at().isAfter(now))
        .filter(it -> !deals || "order".equals(it.outcome()))
        .noneMatch(it -> !it.at().isBefore(from));
  }

  private static boolean exempt(CustomerFacts facts, Instant at) {
    return facts.exemptions().stream()
        .anyMatch(
            it ->
                it.holdsAt(at)
                    && (it.value().rule() == null || Made.RULE.equals(it.value().rule())));
  }
}

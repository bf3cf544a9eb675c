package custody.service.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Rule;
import custody.contract.Rule.Held;
import custody.service.agenda.Tenures.Post;
import custody.service.agenda.Tenures.RepFacts;
import custody.service.agenda.Tenures.Term;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TenuresTest {
  private static final Days DAYS = new Days(ZoneId.of("Asia/Shanghai"));

  private static @Nullable Term term(Period max, String now, List<Span<Post>> posts) {
    return Tenures.ofTerritory(
        RuleTimeline.supposed(
            Made.RULE, "111", new Rule.Tenure(Held.TERRITORY, List.of(), max, 30)),
        new RepFacts(Made.REPS.getFirst(), null, posts, false),
        Instant.parse(now),
        DAYS);
  }

  private static Span<Post> post(String from, String to, String team, String territory) {
    return new Span<>(
        DAYS.start(LocalDate.parse(from)),
        to.isEmpty() ? Span.FOR_EVER : DAYS.start(LocalDate.parse(to)),
        new Post(team, territory));
  }

  @Test
  void oneRepOneTerritoryOneYear() {
    assertThat(
            term(
                Period.ofYears(1),
                "2026-05-01T00:00:00Z",
                List.of(post("2025-06-15", "", "east", "Hangzhou"))))
        .isEqualTo(new Term(LocalDate.of(2025, 6, 15), LocalDate.of(2026, 6, 15)));
  }

  @Test
  void monthsAndLeapYearsEndOnTheirLastDay() {
    assertThat(
            term(
                Period.ofYears(1),
                "2024-05-01T00:00:00Z",
                List.of(post("2024-02-29", "", "east", "Hangzhou"))))
        .isEqualTo(new Term(LocalDate.of(2024, 2, 29), LocalDate.of(2025, 2, 28)));
    assertThat(
            term(
                Period.ofMonths(1),
                "2025-02-01T00:00:00Z",
                List.of(post("2025-01-31", "", "east", "Hangzhou"))))
        .isEqualTo(new Term(LocalDate.of(2025, 1, 31), LocalDate.of(2025, 2, 28)));
  }

  @Test
  void aNewTeamInTheSameTerritoryGoesOnAndAReturnBeginsAnew() {
    List<Span<Post>> posts =
        List.of(
            post("2024-01-01", "2024-06-01", "east", "Hangzhou"),
            post("2024-06-01", "2025-01-01", "west", "Hangzhou"),
            post("2025-02-01", "", "west", "Hangzhou"));
    assertThat(term(Period.ofYears(1), "2024-08-01T00:00:00Z", posts))
        .isEqualTo(new Term(LocalDate.of(2024, 1, 1), LocalDate.of(2025, 1, 1)));
    assertThat(term(Period.ofYears(1), "2025-01-15T00:00:00Z", posts)).isNull();
    assertThat(term(Period.ofYears(1), "2025-03-01T00:00:00Z", posts))
        .isEqualTo(new Term(LocalDate.of(2025, 2, 1), LocalDate.of(2026, 2, 1)));
  }
}

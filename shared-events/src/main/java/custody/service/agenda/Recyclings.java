package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule.Recycling;
import custody.service.agenda.CustomerFacts.Exemption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which customers go back to a pool, and when.
public final class Recyclings {
  private Recyclings() {}

  /// Why a customer goes back, in the words of the rule.
  public enum Because {
    NO_FOLLOW_UP,
    NO_DEAL,
    NEW_NOT_CONTACTED
  }

  /// A customer that goes back unless something is done.
  ///
  /// @param version of the customer's stream on which this stands
  /// @param on the first day without it
  public record Return(
      RuleVersion rule,
      CustomerId customer,
      long version,
      @Nullable String name,
      RepId owner,
      Because because,
      String pool,
      LocalDate on) {
    /// True if the day has come.
    public boolean dueAt(Instant now, Days days) {
      return !on.isAfter(days.of(now));
    }
  }

  private record Cause(Because because, LocalDate on) {}

  /// When the rule takes the customer back if nothing happens until then; null if the rule is not
  /// about it. The form the rule has now decides, or if it holds from a later time on, its first
  /// one. While a handover case is to move the customer, no rule takes it from under the case.
  public static @Nullable Return next(
      RuleTimeline rule, CustomerFacts facts, Instant now, Days days) {
    Span<RuleVersion> span =
        rule.spans().stream().filter(it -> it.to().isAfter(now)).findFirst().orElse(null);
    RepId owner = facts.ownerAt(now);
    Instant since = facts.ownedSince(now);
    if (span == null
        || owner == null
        || since == null
        || !(span.value().rule() instanceof Recycling recycling)
        || !CustomerFacts.isAmong(recycling.grades(), facts.gradeAt(now))) {
      return null;
    }
    Cause first =
        causes(recycling, facts, since, now, days)
            .min((one, other) -> one.on().compareTo(other.on()))
            .orElse(null);
    if (first == null) {
      return null;
    }
    LocalDate on = first.on();
    if (span.from().isAfter(now)) {
      LocalDate holds = days.firstFrom(span.from());
      on = on.isBefore(holds) ? holds : on;
    }
    on = facts.inHandover() ? LocalDate.MAX : unlessExempt(rule, facts.exemptions(), on, now, days);
    return new Return(
        span.value(),
        facts.customer(),
        facts.version(),
        facts.name(),
        owner,
        first.because(),
        recycling.pool(),
        on);
  }

  private static Stream<Cause> causes(
      Recycling rule, CustomerFacts facts, Instant since, Instant now, Days days) {
    LocalDate owned = days.of(since);
    Instant contact = facts.lastContact(now, _ -> true);
    Instant deal =
        facts.lastContact(now, it -> rule.deals().contains(String.valueOf(it.outcome())));
    boolean isNew = facts.ownedAsNew(now) && (contact == null || contact.isBefore(since));
    return Stream.of(
            rule.noFollowUpDays() == null
                ? null
                : new Cause(
                    Because.NO_FOLLOW_UP, after(owned, contact, rule.noFollowUpDays(), days)),
            rule.noDealDays() == null
                ? null
                : new Cause(Because.NO_DEAL, after(owned, deal, rule.noDealDays(), days)),
            rule.newWithinDays() == null || !isNew
                ? null
                : new Cause(
                    Because.NEW_NOT_CONTACTED, after(owned, null, rule.newWithinDays(), days)))
        .filter(Objects::nonNull);
  }

  /// The day after so many whole days without.
  private static LocalDate after(LocalDate owned, @Nullable Instant last, int without, Days days) {
    LocalDate from = last == null || days.of(last).isBefore(owned) ? owned : days.of(last);
    return from.plusDays(without + 1L);
  }

  private static LocalDate unlessExempt(
      RuleTimeline rule, List<Span<Exemption>> exemptions, LocalDate on, Instant now, Days days) {
    LocalDate day = on.isBefore(days.of(now)) ? days.of(now) : on;
    LocalDate free = day;
    boolean moved = true;
    while (moved) {
      moved = false;
      Instant at = free.equals(days.of(now)) ? now : days.start(free);
      for (Span<Exemption> span : exemptions) {
        boolean ofThis = span.value().rule() == null || rule.id().equals(span.value().rule());
        if (ofThis && span.holdsAt(at)) {
          if (span.to().equals(Span.FOR_EVER)) {
            return LocalDate.MAX;
          }
          free = days.firstFrom(span.to());
          moved = true;
          break;
        }
      }
    }
    return free.equals(day) ? on : free;
  }
}

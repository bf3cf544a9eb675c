package custody.service.looks;

import custody.contract.RepId;
import custody.service.Caller;
import custody.service.CompanyProperties;
import custody.service.Problem;
import custody.service.looks.DailyLimits.Counted;
import custody.service.looks.Look.Action;
import custody.service.rights.Rules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Whether what is about to leave may be taken along: by right, by somebody who stays, within the
/// day's limit. The one place that decides it, whatever the answer is about.
final class Allowance {
  private final DailyLimits limits;
  private final Leavers leavers;
  private final Clock clock;
  private final ZoneId zone;

  Allowance(DailyLimits limits, Leavers leavers, Clock clock, CompanyProperties company) {
    this.limits = limits;
    this.leavers = leavers;
    this.clock = clock;
    this.zone = company.zone();
  }

  /// @return what it takes of a limit; null if there is none
  /// @throws Problem `not-allowed`, or `leavers-take-nothing`
  @Nullable Spending of(Look look, Caller caller, Action action) {
    RepId rep = caller.access().rep();
    boolean many = action == Action.EXPORTED || look.customers() != null;
    if (many) {
      Rules.require(caller, look.right());
      if (rep != null && leavers.isLeaving(rep)) {
        throw new Problem(
            403,
            "leavers-take-nothing",
            "Whoever is about to leave exports nothing and opens nothing in bulk. Open customers"
                + " one by one, or ask your manager.");
      }
    }
    Counted counted = Counted.of(action);
    Integer limit = limits.of(caller, counted);
    if (limit == null) {
      return null;
    }
    return new Spending(
        caller.actor().toString(),
        rep,
        LocalDate.ofInstant(clock.instant(), zone),
        counted,
        counted == Counted.REVEALS ? look.size() : 1,
        limit,
        limits.unremarkable(limit));
  }

  /// What is answered when a limit is used up.
  Problem usedUp(Spending spending) {
    Instant now = clock.instant();
    Instant tomorrow = spending.day().plusDays(1).atStartOfDay(zone).toInstant();
    boolean reveals = spending.counted() == Counted.REVEALS;
    return new Problem(
            429,
            reveals ? "reveals-used-up" : "exports-used-up",
            reveals
                ? "You have opened as many customers as you may on one day. Go on tomorrow, or ask"
                    + " an administrator for a higher limit."
                : "You have taken as many files as you may on one day. Go on tomorrow, or ask an"
                    + " administrator for a higher limit.")
        .with("limit", spending.limit())
        .header(
            "Retry-After", Long.toString(Math.max(1, Duration.between(now, tomorrow).toSeconds())));
  }
}

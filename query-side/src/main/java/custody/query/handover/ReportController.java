package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverId;
import custody.query.Answers;
import custody.query.sight.Sight;
import custody.service.CompanyProperties;
import custody.service.Cursors;
import custody.service.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What became of a case's customers.
@RestController
@Tag(name = "handovers")
class ReportController {
  private static final int PAGE = 100;

  private final DataSource database;
  private final Cursors cursors;
  private final CompanyProperties company;
  private final Clock clock;

  ReportController(DataSource database, Cursors cursors, CompanyProperties company, Clock clock) {
    this.database = database;
    this.cursors = cursors;
    this.company = company;
    this.clock = clock;
  }

  /// @param asOf null = now; never later
  @GetMapping("/api/handovers/{id}/report")
  @Operation(
      summary = "What became of the customers of a case",
      description =
          "Contacted or not, lost or kept after 30, 90 and 180 days, and what was lost by whose"
              + " customer it was at the time.")
  Report.Told report(
      @PathVariable HandoverId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      Sight sight) {
    Instant now = clock.instant();
    Instant asked = Objects.requireNonNullElse(asOf, now);
    Instant at = asked.isAfter(now) ? now : asked;
    LocalDate today = at.atZone(company.zone()).toLocalDate();
    return Answers.snapshot(
        database,
        db -> {
          Handover handover = new CaseSight(sight).whole(db, id);
          List<Moved> moved =
              Moved.of(db, handover, null, null, sight.seen("a.customer"), at, company.zone());
          return Report.of(
              db,
              handover,
              moved,
              new Census(db, at, today).held(handover.from()).size(),
              at,
              today,
              company.zone());
        });
  }

  /// @param customers where each stands, in the order of their ids
  /// @param next the cursor of the next page; null if this is the last
  record Fates(HandoverId handover, List<Moved> customers, @Nullable String next) {}

  @GetMapping("/api/handovers/{id}/customers")
  @Operation(
      summary = "What became of each customer of a case",
      description = "state = planned, moved, failed, returned or kept: only these.")
  Fates customers(
      @PathVariable HandoverId id,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    int size = Answers.limit(limit, PAGE);
    if (state != null && !Moved.STATES.contains(state)) {
      throw new Problem(
          400,
          "handover-fate-unknown",
          "state must be one of " + String.join(", ", Moved.STATES) + ".");
    }
    String list = "handover " + id + " " + state;
    CustomerId after = cursor == null ? null : CustomerId.of(cursors.read(list, cursor).getFirst());
    Instant now = clock.instant();
    return Answers.snapshot(
        database,
        db -> {
          Handover handover = new CaseSight(sight).whole(db, id);
          List<Moved> page =
              Moved.page(
                  db, handover, state, after, size, sight.seen("a.customer"), now, company.zone());
          sight.listed(page.stream().map(it -> it.customer().value()).toList());
          return new Fates(
              id,
              page,
              page.size() < size
                  ? null
                  : cursors.write(list, List.of(page.getLast().customer().toString())));
        });
  }
}

package custody.query.audit;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.sight.Sight;
import custody.service.Correlation;
import custody.service.Problem;
import custody.service.Times;
import custody.service.looks.Look;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The questions auditors ask, each answered by one request. What is left out means now; the form
/// is said by `format` (json, ndjson, csv, xlsx, zip) or by `Accept`.
@RestController
@Tag(name = "audit")
class AuditController {
  private static final String VIEW = "ownership";
  private static final int MOST_MOMENTS = 1000;
  private static final Map<String, Duration> STEPS =
      Map.of(
          "day", Duration.ofDays(1),
          "week", Duration.ofDays(7),
          "month", Duration.ofDays(28));

  private final DataSource database;
  private final Clock clock;

  AuditController(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @GetMapping("/api/audit/owner")
  @Operation(
      summary = "Who was responsible at a moment, as known at another",
      description = "For a customer; with none named, for every customer.")
  void owner(
      @RequestParam(required = false) @Nullable CustomerId customer,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Times.Moment at = Times.Moment.of(asOf, knownAt, clock);
    if (customer != null) {
      sight.requireSeen(customer);
      requireKnown(customer);
    }
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("asOf", at.asOf());
    about.put("knownAt", at.knownAt());
    answer(
        "owner",
        Questions.owner(customer == null ? null : customer.value(), at.asOf(), at.knownAt(), sight),
        about,
        new Asked(format, sight, request, response));
  }

  @GetMapping("/api/audit/changes")
  @Operation(summary = "Every customer whose owner changed in a period, and why")
  void changes(
      @RequestParam Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Period period = period(from, to, knownAt);
    answer(
        "changes",
        Questions.changes(period.from(), period.to(), period.knownAt(), sight),
        period.about(),
        new Asked(format, sight, request, response));
  }

  @GetMapping("/api/audit/territory")
  @Operation(summary = "Who held a territory over time")
  void territory(
      @RequestParam String territory,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Instant known = Objects.requireNonNullElse(knownAt, clock.instant());
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("territory", territory);
    about.put("knownAt", known);
    answer(
        "territory",
        List.of("rep", "team", "from", "to"),
        about,
        db -> Rows.of(Territories.of(db, territory, known)),
        new Asked(format, sight, request, response));
  }

  @GetMapping("/api/audit/uncontacted")
  @Operation(summary = "Customers nobody has contacted since they came to their owner")
  void uncontacted(
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Times.Moment at = Times.Moment.of(asOf, knownAt, clock);
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("asOf", at.asOf());
    about.put("knownAt", at.knownAt());
    answer(
        "uncontacted",
        Questions.uncontacted(at.asOf(), at.knownAt(), sight),
        about,
        new Asked(format, sight, request, response));
  }

  @GetMapping("/api/audit/counts")
  @Operation(summary = "How many customers each rep had, day by day, week by week or by month")
  void counts(
      @RequestParam Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "month") String step,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Period period = period(from, to, knownAt);
    requireFew(STEPS.get(step), period);
    answer(
        "counts",
        Questions.counts(
            period.from(), period.to(), "1 " + step, period.knownAt(), of(team), sight),
        period.about(),
        new Asked(format, sight, request, response));
  }

  @GetMapping("/api/audit/loads")
  @Operation(summary = "How many customers of each grade each rep had at a moment")
  void loads(
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Times.Moment at = Times.Moment.of(asOf, knownAt, clock);
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("asOf", at.asOf());
    about.put("knownAt", at.knownAt());
    answer(
        "loads",
        Questions.loads(at.asOf(), at.knownAt(), of(team), sight),
        about,
        new Asked(format, sight, request, response));
  }

  @GetMapping("/api/audit/follow-ups")
  @Operation(
      summary = "How many follow-ups each rep made, day by day or week by week",
      description = "Weeks are counted from the beginning of the period.")
  void followUps(
      @RequestParam Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "week") String step,
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Period period = period(from, to, null);
    requireFew(step.equals("month") ? null : STEPS.get(step), period);
    answer(
        "follow-ups",
        Questions.followUps(period.from(), period.to(), "1 " + step, of(team), sight),
        period.about(),
        new Asked(format, sight, request, response));
  }

  private Questions.Team of(@Nullable String team) {
    return new Questions.Team(team, clock.instant());
  }

  private static void requireFew(@Nullable Duration step, Period period) {
    if (step == null
        || Duration.between(period.from(), period.to()).dividedBy(step) > MOST_MOMENTS) {
      throw new Problem(
          400,
          "step-invalid",
          "step must be day, week or month, and the period not longer than 1000 of them.");
    }
  }

  @GetMapping("/api/audit/intervals")
  @Operation(
      summary = "Who had which customer from when to when, for a chart",
      description = "With pools=true, the times in pools are told, too.")
  void intervals(
      @RequestParam Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable RepId rep,
      @RequestParam(defaultValue = "false") boolean pools,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Period period = period(from, to, knownAt);
    answer(
        "intervals",
        Questions.intervals(
            rep == null ? null : rep.value(),
            pools,
            period.from(),
            period.to(),
            period.knownAt(),
            sight),
        period.about(),
        new Asked(format, sight, request, response));
  }

  @GetMapping("/api/audit/covers")
  @Operation(summary = "Who stood in for whom from when to when, for a chart")
  void covers(
      @RequestParam Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Period period = period(from, to, knownAt);
    answer(
        "covers",
        Questions.covers(period.from(), period.to(), period.knownAt(), sight),
        period.about(),
        new Asked(format, sight, request, response));
  }

  @GetMapping("/api/audit/backdated")
  @Operation(
      summary = "Moves that were dated back, with the difference they made",
      description =
          "Of those recorded in the period. A row per stretch of time of which it changed who we"
              + " take for responsible; without one, if it changed nothing.")
  void backdated(
      @RequestParam Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String format,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    Period period = period(from, to, null);
    answer(
        "backdated",
        Questions.backdated(period.from(), period.to(), sight),
        period.about(),
        new Asked(format, sight, request, response));
  }

  private record Period(Instant from, Instant to, Instant knownAt) {
    Map<String, Object> about() {
      Map<String, Object> about = new LinkedHashMap<>();
      about.put("from", from);
      about.put("to", to);
      about.put("knownAt", knownAt);
      return about;
    }
  }

  private Period period(Instant from, @Nullable Instant to, @Nullable Instant knownAt) {
    Instant now = clock.instant();
    Period period =
        new Period(
            from, Objects.requireNonNullElse(to, now), Objects.requireNonNullElse(knownAt, now));
    if (!period.from().isBefore(period.to())) {
      throw new Problem(400, "period-empty", "from must lie before to, which is now if left out.");
    }
    return period;
  }

  /// Whoever sees all is told that there is none, as everywhere.
  private void requireKnown(CustomerId customer) {
    if (Answers.number(
            database,
            "SELECT 1 FROM view_ownership.move WHERE customer = ? LIMIT 1",
            customer.value())
        == 0) {
      throw Problem.customerNotFound();
    }
  }

  /// What all these requests have in common. Files are exports by what they are.
  private record Asked(
      Table.Form form, Sight sight, HttpServletRequest request, HttpServletResponse response) {
    Asked(
        @Nullable String format,
        Sight sight,
        HttpServletRequest request,
        HttpServletResponse response) {
      this(Table.form(format, request.getHeader(HttpHeaders.ACCEPT)), sight, request, response);
    }

    Export.Request request(String question, Instant at) {
      SortedMap<String, String> parameters = new TreeMap<>();
      request
          .getParameterMap()
          .forEach((name, values) -> parameters.put(name, String.join(",", values)));
      parameters.remove("format");
      return new Export.Request(
          question,
          parameters,
          sight.caller().actor().toString(),
          at,
          sight.reason() != null,
          Correlation.of(request));
    }
  }

  private void answer(String name, Questions question, Map<String, Object> about, Asked asked) {
    answer(name, question.columns(), about, db -> Rows.of(db, question), asked);
  }

  private void answer(
      String name,
      List<String> columns,
      Map<String, Object> about,
      Rows.Source source,
      Asked asked) {
    if (!columns.contains("reason")) {
      Look.of(asked.request()).impersonal();
    }
    int customer = columns.indexOf("customer");
    Answers.stream(
        database,
        db -> {
          about.put("position", Answers.position(db, VIEW));
          // Nothing is sent before the rows are there.
          try (Rows rows = source.open(db);
              Table table =
                  Table.begin(
                      asked.form(),
                      asked.request(name, clock.instant()),
                      columns,
                      about,
                      asked.response())) {
            for (var row = rows.next(); row != null; row = rows.next()) {
              table.row(row);
              if (customer >= 0 && row.get(customer) instanceof UUID id) {
                asked.sight().holds(id);
              }
            }
            table.end();
          }
          return about;
        });
  }
}

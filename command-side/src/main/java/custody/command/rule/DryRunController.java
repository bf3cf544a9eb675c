package custody.command.rule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.service.Caller;
import custody.service.Problem;
import custody.service.agenda.Effect;
import custody.service.agenda.Effect.What;
import custody.service.agenda.Recyclings.Because;
import custody.service.agenda.RuleTimeline;
import custody.service.agenda.RuleVersion;
import custody.service.agenda.Span;
import custody.service.rights.Authority.Called;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What rules would do, and letting them do it before their time.
@RestController
@RequestMapping("/api/rules")
@Tag(name = "rules")
final class DryRunController {
  private static final int MOST = 1000;

  private final Judgement judgement;
  private final Scheduler scheduler;
  private final Clock clock;

  DryRunController(Judgement judgement, Scheduler scheduler, Clock clock) {
    this.judgement = judgement;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /// @param rule as it would be set
  /// @param effectiveAt since when it would hold; null = as if it always had
  record Supposed(Rule rule, @Nullable Instant effectiveAt) {}

  /// @param judged how many customers, or reps if it is about territories or claims
  /// @param counts of each effect
  /// @param reps how many effects each rep would feel
  /// @param effects the first of them
  /// @param complete false if there are more
  record DryRun(
      Instant at,
      long judged,
      Map<String, Long> counts,
      Map<RepId, Long> reps,
      List<Line> effects,
      boolean complete) {}

  /// @param effect due, overdue, warned, recycled or over; of limits held_most, claimed_most (the
  ///     rep claims no more today) or banned (the rep had the customer)
  /// @param on the last day in time, or the first day on which it is taken back, over or claimed
  ///     again
  record Line(
      String effect,
      @Nullable CustomerId customer,
      RepId rep,
      LocalDate on,
      @Nullable Because because,
      @Nullable String pool) {}

  @PostMapping("/dry-run")
  @Operation(
      summary = "What a rule would do on today's data",
      description = "Nothing is recorded. The real run on the same data does the same.")
  DryRun suppose(@Valid @RequestBody Supposed body, Caller caller) {
    allow(caller);
    return run(timeline(RuleId.create(), body));
  }

  @PostMapping("/{rule}/dry-run")
  @Operation(
      summary = "What a rule does on today's data, or would do in another form",
      description = "Without a body: in the form it has. Nothing is recorded.")
  DryRun suppose(
      @PathVariable RuleId rule,
      @Valid @RequestBody(required = false) @Nullable Supposed body,
      Caller caller) {
    allow(caller);
    return run(
        body != null
            ? timeline(rule, body)
            : judgement.rules().stream()
                .filter(it -> it.id().equals(rule))
                .findFirst()
                .orElseThrow(
                    () ->
                        new Problem(
                            404, "rule-not-found", "There is no such rule; check the id.")));
  }

  private static RuleTimeline timeline(RuleId id, Supposed body) {
    Instant from = body.effectiveAt();
    return from == null
        ? RuleTimeline.supposed(id, "", body.rule())
        : new RuleTimeline(
            id, List.of(new Span<>(from, Span.FOR_EVER, new RuleVersion(id, 0, "", body.rule()))));
  }

  private DryRun run(RuleTimeline rule) {
    Instant now = clock.instant();
    Map<What, Long> counts = new EnumMap<>(What.class);
    Map<RepId, Long> reps = new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
    List<Line> lines = new ArrayList<>();
    long judged =
        judgement.all(
            rule,
            now,
            effect -> {
              counts.merge(effect.what(), 1L, Long::sum);
              reps.merge(effect.rep(), 1L, Long::sum);
              if (lines.size() < MOST) {
                lines.add(line(effect));
              }
            });
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((what, count) -> named.put(word(what), count));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    return new DryRun(now, judged, named, reps, lines, all == lines.size());
  }

  private static Line line(Effect effect) {
    return new Line(
        word(effect.what()),
        effect.customer(),
        effect.rep(),
        effect.on(),
        effect.because(),
        effect.pool());
  }

  private static String word(What what) {
    return what.name().toLowerCase(Locale.ROOT);
  }

  @PostMapping("/run")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Let rules take customers back now, instead of at their time of the day")
  void run(Caller caller) {
    allow(caller);
    scheduler.reschedule(
        TaskInstanceId.of(RuleConfiguration.RECYCLING, RecurringTask.INSTANCE), clock.instant());
  }

  private static void allow(Caller caller) {
    if (!Rules.allow(new Called(caller.access()), Right.SET_RULES, Set.of())) {
      throw new Problem(403, "not-allowed", "Your role does not allow this. Ask an administrator.");
    }
  }
}

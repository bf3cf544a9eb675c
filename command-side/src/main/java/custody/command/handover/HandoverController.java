package custody.command.handover;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.handover.HandoverCommand.Approve;
import custody.command.handover.HandoverCommand.Close;
import custody.command.handover.HandoverCommand.Open;
import custody.command.handover.HandoverCommand.Plan;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.contract.HandoverEvent.Cause;
import custody.contract.HandoverId;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Condition;
import custody.contract.HandoverPlan.Placement;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.HandoverPlan.Split;
import custody.contract.RepId;
import custody.service.handover.Drafts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/handovers")
@Tag(name = "handovers")
final class HandoverController {
  private static final int FIRST_CONTACT_DAYS = 3;

  private final Commands commands;
  private final Drafts drafts;
  private final PlanFields fields;

  HandoverController(Commands commands, Drafts drafts, PlanFields fields) {
    this.commands = commands;
    this.drafts = drafts;
    this.fields = fields;
  }

  /// @param cause leaving, rotation, long_leave or territory
  /// @param from whose customers move: one rep, or for a territory all who have customers in it
  /// @param lastDay the last day on which they answer for them, in the company's zone
  record Opening(
      Cause cause,
      @Size(max = PlanRules.MOST_FROM) List<RepId> from,
      @Nullable LocalDate lastDay,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Open a handover case")
  ResponseEntity<Receipt> open(@Valid @RequestBody Opening body, Incoming incoming) {
    return Answer.created(
        incoming.send(
            commands,
            body.reason(),
            null,
            new Open(HandoverId.create(), body.cause(), body.from(), body.lastDay())),
        "/api/handovers");
  }

  /// @param scope null = all customers
  /// @param firstContactDays null = 3
  record Planning(
      @Nullable List<Condition> scope,
      @Nullable List<Receiver> receivers,
      @Nullable List<Split> splits,
      @Nullable List<Placement> exceptions,
      @Nullable String restTo,
      @Nullable Integer firstContactDays,
      @Size(max = 1000) @Nullable String reason) {
    HandoverPlan plan() {
      return new HandoverPlan(
          Objects.requireNonNullElse(scope, List.of()),
          Objects.requireNonNullElse(receivers, List.of()),
          Objects.requireNonNullElse(splits, List.of()),
          Objects.requireNonNullElse(exceptions, List.of()),
          restTo,
          Objects.requireNonNullElse(firstContactDays, FIRST_CONTACT_DAYS));
    }
  }

  @PostMapping("/{handover}/plan")
  @Operation(
      summary = "Say how the customers are to be split",
      description =
          "Who goes where by it can be looked at in the preview a moment later. A new plan takes"
              + " the place of the last one, and needs an approval of its own.")
  ResponseEntity<Receipt> plan(
      @PathVariable HandoverId handover, @Valid @RequestBody Planning body, Incoming incoming) {
    HandoverPlan plan = body.plan();
    fields.check(plan);
    return Answer.done(incoming.send(commands, body.reason(), null, new Plan(handover, plan)));
  }

  /// @param digest the preview's
  record Approval(@Size(max = 64) String digest, @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/{handover}/approve")
  @Operation(
      summary = "Approve what the preview shows",
      description = "By a second person, who names the preview's digest. The plan is then frozen.")
  ResponseEntity<Receipt> approve(
      @PathVariable HandoverId handover, @Valid @RequestBody Approval body, Incoming incoming) {
    return Answer.done(
        incoming.send(
            commands,
            body.reason(),
            null,
            new Approve(handover, body.digest(), drafts.find(handover).orElse(null))));
  }

  record Why(@Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/{handover}/close")
  @Operation(summary = "Close a case that nothing more is to be done in")
  ResponseEntity<Receipt> close(
      @PathVariable HandoverId handover,
      @Valid @RequestBody(required = false) @Nullable Why body,
      Incoming incoming) {
    return Answer.done(incoming.send(commands, reason(body), null, new Close(handover)));
  }

  private static @Nullable String reason(@Nullable Why body) {
    return body == null ? null : body.reason();
  }
}

package custody.command.followup;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.followup.FollowUpCommand.AmendFollowUp;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Present;
import custody.contract.Actor;
import custody.contract.CustomerAt;
import custody.contract.CustomerAt.FollowUpState;
import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpId;
import custody.contract.Personal;
import custody.contract.RepId;
import custody.service.Caller;
import custody.service.http.MergePatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/customers/{customer}/follow-ups")
@Tag(name = "follow-ups")
final class FollowUpController {
  private final Commands commands;
  private final Present present;
  private final MergePatch patch;

  FollowUpController(Commands commands, Present present, MergePatch patch) {
    this.commands = commands;
    this.present = present;
    this.patch = patch;
  }

  /// @param occurredAt when the contact took place; it holds from then on
  /// @param rep who made the contact; null = the caller, if a rep
  /// @param outcome a code such as reached, order, no-answer
  record Body(
      Medium medium,
      Instant occurredAt,
      @Nullable RepId rep,
      @Size(max = 20_000) String summary,
      @Pattern(regexp = "[\\p{L}\\p{N} ._-]{1,100}", message = "a code such as no-answer")
          @Nullable String outcome,
      @Valid @Nullable Step nextStep,
      @Size(max = 1000) @Nullable String reason) {

    FollowUp details(@Nullable RepId otherwise) {
      return new FollowUp(
          medium,
          occurredAt,
          rep == null ? otherwise : rep,
          Personal.of(summary),
          outcome,
          nextStep == null ? null : nextStep.nextStep());
    }
  }

  /// @param due the day it is due
  record Step(@Size(max = 2000) String what, @Nullable LocalDate due) {
    NextStep nextStep() {
      return new NextStep(Personal.of(what), due);
    }
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Record a follow-up",
      description =
          "A call, visit, mail, message or meeting that took place, and what was promised.")
  ResponseEntity<Receipt> record(
      @PathVariable CustomerId customer, @Valid @RequestBody Body body, Incoming incoming) {
    RecordFollowUp asked =
        RecordFollowUp.anew(customer, body.details(callingRep(incoming.caller())));
    return Answer.created(
        incoming.send(commands, body.reason(), null, asked),
        "/api/customers/" + customer + "/follow-ups");
  }

  private static @Nullable RepId callingRep(Caller caller) {
    return caller.actor().kind() == Actor.Kind.REP ? RepId.of(caller.actor().id()) : null;
  }

  /// As it stands when amended.
  record Amended(
      Medium medium,
      Instant occurredAt,
      @Nullable RepId rep,
      @Size(max = 20_000) String summary,
      @Pattern(regexp = "[\\p{L}\\p{N} ._-]{1,100}", message = "a code such as no-answer")
          @Nullable String outcome,
      @Valid @Nullable Step nextStep,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PatchMapping(
      path = "/{followUp}",
      consumes = {"application/merge-patch+json", "application/json"})
  @Operation(
      summary = "Amend a follow-up",
      description = "A JSON merge patch: null clears a property, what is left out stays as it is.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Amended.class))))
  ResponseEntity<Receipt> amend(
      @PathVariable CustomerId customer,
      @PathVariable FollowUpId followUp,
      @RequestBody ObjectNode changes,
      Incoming incoming) {
    Present.Customer now = present.at(customer, changes, incoming.caller());
    FollowUpState before = now.part(CustomerAt::followUps, followUp, "follow-up-not-found");
    Amended patched = patch.apply(Present.tree(before.details()), changes, Amended.class);
    FollowUp details =
        new Body(
                patched.medium(),
                patched.occurredAt(),
                patched.rep(),
                patched.summary(),
                patched.outcome(),
                patched.nextStep(),
                null)
            .details(null);
    return Answer.done(
        now.expected(incoming)
            .send(
                commands,
                patched.reason(),
                patched.effectiveAt(),
                new AmendFollowUp(customer, followUp, details)));
  }

  /// @param note how it went
  record Done(
      @Size(max = 2000) @Nullable String note,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/{followUp}/done")
  @Operation(summary = "Mark a follow-up's next step as done")
  ResponseEntity<Receipt> done(
      @PathVariable CustomerId customer,
      @PathVariable FollowUpId followUp,
      @Valid @RequestBody(required = false) @Nullable Done body,
      Incoming incoming) {
    Done done = body == null ? new Done(null, null, null) : body;
    String note = done.note();
    CompleteNextStep asked =
        new CompleteNextStep(customer, followUp, note == null ? null : Personal.of(note));
    return Answer.done(incoming.send(commands, done.reason(), done.effectiveAt(), asked));
  }
}

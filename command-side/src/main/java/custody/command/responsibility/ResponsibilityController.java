package custody.command.responsibility;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Note;
import custody.command.responsibility.ResponsibilityCommand.AddCollaborator;
import custody.command.responsibility.ResponsibilityCommand.AssignSteward;
import custody.command.responsibility.ResponsibilityCommand.EndCover;
import custody.command.responsibility.ResponsibilityCommand.RemoveCollaborator;
import custody.command.responsibility.ResponsibilityCommand.RemoveSteward;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.contract.Actor;
import custody.contract.CollaboratorId;
import custody.contract.CoverId;
import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.contract.StewardId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/customers/{customer}")
@Tag(name = "ownership")
final class ResponsibilityController {
  private final Commands commands;

  ResponsibilityController(Commands commands) {
    this.commands = commands;
  }

  /// @param by who stands in
  /// @param from null = from now on
  /// @param until when it ends by itself, exclusive
  record Cover(
      RepId by, @Nullable Instant from, Instant until, @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/covers")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Let somebody stand in for the owner",
      description =
          "The stand-in sees and records; the owner stays the owner. It ends by itself, or with the"
              + " move that gives the customer to somebody else. Covers may be nested and may"
              + " overlap: the one that began last acts, and when it ends the one before does"
              + " again.")
  ResponseEntity<Receipt> cover(
      @PathVariable CustomerId customer, @Valid @RequestBody Cover body, Incoming incoming) {
    StartCover asked = new StartCover(customer, CoverId.create(), body.by(), micros(body.until()));
    return Answer.created(
        incoming.send(commands, body.reason(), body.from(), asked),
        "/api/customers/" + customer + "/covers");
  }

  @DeleteMapping("/covers/{cover}")
  @Operation(summary = "End a cover before its time, or call it off")
  ResponseEntity<Receipt> endCover(
      @PathVariable CustomerId customer,
      @PathVariable CoverId cover,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return Answer.done(
        incoming.send(commands, note.reason(), note.effectiveAt(), new EndCover(customer, cover)));
  }

  /// @param from null = from now on
  /// @param until exclusive; null = until removed
  record Collaborator(
      RepId rep,
      @Nullable Instant from,
      @Nullable Instant until,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/collaborators")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Give another rep access, whoever owns the customer")
  ResponseEntity<Receipt> collaborator(
      @PathVariable CustomerId customer, @Valid @RequestBody Collaborator body, Incoming incoming) {
    AddCollaborator asked =
        new AddCollaborator(
            customer, CollaboratorId.create(), body.rep(), microsOrNull(body.until()));
    return Answer.created(
        incoming.send(commands, body.reason(), body.from(), asked),
        "/api/customers/" + customer + "/collaborators");
  }

  @DeleteMapping("/collaborators/{collaborator}")
  @Operation(summary = "Remove a collaborator")
  ResponseEntity<Receipt> removeCollaborator(
      @PathVariable CustomerId customer,
      @PathVariable CollaboratorId collaborator,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return Answer.done(
        incoming.send(
            commands,
            note.reason(),
            note.effectiveAt(),
            new RemoveCollaborator(customer, collaborator)));
  }

  /// @param account who becomes steward
  /// @param from null = from now on
  /// @param until exclusive; null = until removed
  record Steward(
      @Schema(
              type = "string",
              description = "`user:<name>` or `rep:<id>`",
              example = "user:chen.jing")
          Actor account,
      @Nullable Instant from,
      @Nullable Instant until,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/stewards")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Make a member of the customer department responsible beside the owner",
      description = "Dual management: the steward sees the customer and owns nothing.")
  ResponseEntity<Receipt> steward(
      @PathVariable CustomerId customer, @Valid @RequestBody Steward body, Incoming incoming) {
    AssignSteward asked =
        new AssignSteward(customer, StewardId.create(), body.account(), microsOrNull(body.until()));
    return Answer.created(
        incoming.send(commands, body.reason(), body.from(), asked),
        "/api/customers/" + customer + "/stewards");
  }

  @DeleteMapping("/stewards/{steward}")
  @Operation(summary = "Remove a steward")
  ResponseEntity<Receipt> removeSteward(
      @PathVariable CustomerId customer,
      @PathVariable StewardId steward,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return Answer.done(
        incoming.send(
            commands, note.reason(), note.effectiveAt(), new RemoveSteward(customer, steward)));
  }

  /// As fine as everything else is kept.
  private static Instant micros(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable Instant microsOrNull(@Nullable Instant at) {
    return at == null ? null : micros(at);
  }
}

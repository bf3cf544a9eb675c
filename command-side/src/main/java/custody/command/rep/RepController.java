package custody.command.rep;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Note;
import custody.command.rep.RepCommand.AnnounceLeaving;
import custody.command.rep.RepCommand.Join;
import custody.command.rep.RepCommand.Leave;
import custody.command.rep.RepCommand.Move;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.RepId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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
@RequestMapping("/api/reps")
@Tag(name = "reps")
final class RepController {
  private final Commands commands;

  RepController(Commands commands) {
    this.commands = commands;
  }

  record Joining(
      @Size(max = 200) String name,
      @Size(max = 100) String team,
      @Size(max = 100) String territory,
      @Size(max = 20) @Nullable List<@Valid SourceKey> externalIds,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  record SourceKey(@Size(max = 100) String system, @Size(max = 200) String id) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Let a rep join a team and territory")
  ResponseEntity<Receipt> join(@Valid @RequestBody Joining body, Incoming incoming) {
    List<ExternalId> externalIds =
        body.externalIds() == null
            ? List.of()
            : body.externalIds().stream()
                .map(key -> new ExternalId(key.system(), key.id()))
                .toList();
    Join asked =
        new Join(
            RepId.create(), Personal.of(body.name()), body.team(), body.territory(), externalIds);
    return Answer.created(
        incoming.send(commands, body.reason(), body.effectiveAt(), asked), "/api/reps");
  }

  record Moving(
      @Size(max = 100) String team,
      @Size(max = 100) String territory,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/{rep}/move")
  @Operation(summary = "Move a rep to a team and territory")
  ResponseEntity<Receipt> move(
      @PathVariable RepId rep, @Valid @RequestBody Moving body, Incoming incoming) {
    return Answer.done(
        incoming.send(
            commands,
            body.reason(),
            body.effectiveAt(),
            new Move(rep, body.team(), body.territory())));
  }

  /// @param lastDay the last working day, in the company's zone
  record Leaving(
      LocalDate lastDay,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/{rep}/leaving")
  @Operation(summary = "Announce that a rep will leave")
  ResponseEntity<Receipt> leaving(
      @PathVariable RepId rep, @Valid @RequestBody Leaving body, Incoming incoming) {
    return Answer.done(
        incoming.send(
            commands, body.reason(), body.effectiveAt(), new AnnounceLeaving(rep, body.lastDay())));
  }

  @PostMapping("/{rep}/left")
  @Operation(
      summary = "Let a rep leave",
      description = "From its effective time on the rep gets no customers and sees nothing.")
  ResponseEntity<Receipt> left(
      @PathVariable RepId rep,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return Answer.done(incoming.send(commands, note.reason(), note.effectiveAt(), new Leave(rep)));
  }
}

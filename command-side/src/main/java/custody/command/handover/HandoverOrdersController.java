package custody.command.handover;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.handover.HandoverCommand.Cancel;
import custody.command.handover.HandoverCommand.Pause;
import custody.command.handover.HandoverCommand.Resume;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Note;
import custody.contract.HandoverId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What an approved case is told to do.
@RestController
@RequestMapping("/api/handovers/{handover}")
@Tag(name = "handovers")
final class HandoverOrdersController {
  private final Commands commands;
  private final HandoverWorker worker;

  HandoverOrdersController(Commands commands, HandoverWorker worker) {
    this.commands = commands;
    this.worker = worker;
  }

  /// @param operation where its progress can be read
  record Accepted(UUID id, long version, String operation) {}

  @PostMapping("/execute")
  @Operation(
      summary = "Move the customers, now or at a time",
      description =
          "All of them move at that moment (effectiveAt). Customers that somebody else moved"
              + " meanwhile are reported, not overwritten.")
  @ApiResponse(responseCode = "202", description = "Ordered; follow the operation")
  ResponseEntity<Accepted> execute(
      @PathVariable HandoverId handover,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return accepted(worker.execute(handover, incoming, note.reason(), note.effectiveAt()));
  }

  record Why(@Size(max = 1000) @Nullable String reason) {
    private static @Nullable String of(@Nullable Why body) {
      return body == null ? null : body.reason();
    }
  }

  @PostMapping("/pause")
  @Operation(summary = "Let a case rest while its customers move")
  ResponseEntity<Receipt> pause(
      @PathVariable HandoverId handover,
      @Valid @RequestBody(required = false) @Nullable Why body,
      Incoming incoming) {
    return Answer.done(incoming.send(commands, Why.of(body), null, new Pause(handover)));
  }

  @PostMapping("/resume")
  @Operation(summary = "Go on with a case that rests")
  ResponseEntity<Receipt> resume(
      @PathVariable HandoverId handover,
      @Valid @RequestBody(required = false) @Nullable Why body,
      Incoming incoming) {
    Receipt receipt = incoming.send(commands, Why.of(body), null, new Resume(handover));
    worker.wake(handover);
    return Answer.done(receipt);
  }

  @PostMapping("/cancel")
  @Operation(
      summary = "Call a case off",
      description = "What has moved stays moved, unless it is undone; the rest stays.")
  ResponseEntity<Receipt> cancel(
      @PathVariable HandoverId handover,
      @Valid @RequestBody(required = false) @Nullable Why body,
      Incoming incoming) {
    Receipt receipt = incoming.send(commands, Why.of(body), null, new Cancel(handover));
    worker.wake(handover);
    return Answer.done(receipt);
  }

  @PostMapping("/undo")
  @Operation(
      summary = "Give back the customers that nothing has happened to since",
      description = "Within the window that the policy allows. All others are listed.")
  @ApiResponse(responseCode = "202", description = "Ordered; follow the operation")
  ResponseEntity<Accepted> undo(
      @PathVariable HandoverId handover,
      @Valid @RequestBody(required = false) @Nullable Why body,
      Incoming incoming) {
    return accepted(worker.undo(handover, incoming, Why.of(body)));
  }

  private static ResponseEntity<Accepted> accepted(HandoverWorker.Ordered ordered) {
    Receipt receipt = ordered.receipt();
    String operation = "/api/operations/" + ordered.operation();
    return ResponseEntity.accepted()
        .location(URI.create(operation))
        .eTag(Long.toString(receipt.version()))
        .body(new Accepted(receipt.id(), receipt.version(), operation));
  }
}

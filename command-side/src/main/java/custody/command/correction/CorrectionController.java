package custody.command.correction;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.contract.CustomerId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/customers/{customer}/corrections")
@Tag(name = "corrections")
final class CorrectionController {
  private final Commands commands;

  CorrectionController(Commands commands) {
    this.commands = commands;
  }

  /// @param event the event that was recorded wrongly
  record Body(
      UUID event, @Nullable Instant effectiveAt, @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @Operation(
      summary = "Void an event that was recorded wrongly",
      description =
          "From now on every answer leaves it out; what was known before stays answerable with"
              + " knownAt.")
  ResponseEntity<Receipt> correct(
      @PathVariable CustomerId customer, @Valid @RequestBody Body body, Incoming incoming) {
    return Answer.done(
        incoming.send(
            commands, body.reason(), body.effectiveAt(), new VoidEvent(customer, body.event())));
  }
}

package custody.command.recycling;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Note;
import custody.command.recycling.RecyclingCommand.EndExemption;
import custody.command.recycling.RecyclingCommand.Exempt;
import custody.contract.CustomerId;
import custody.contract.ExemptionId;
import custody.contract.RuleId;
import io.swagger.v3.oas.annotations.Operation;
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

/// Recycling itself has no address: only rules do it.
@RestController
@RequestMapping("/api/customers/{customer}/exemptions")
@Tag(name = "ownership")
final class RecyclingController {
  private final Commands commands;

  RecyclingController(Commands commands) {
    this.commands = commands;
  }

  /// @param rule this rule only; null = any
  /// @param from null = from now on
  /// @param until exclusive
  record Body(
      @Nullable RuleId rule,
      @Nullable Instant from,
      Instant until,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Exempt a customer from being taken back by rules, for a time and a reason")
  ResponseEntity<Receipt> exempt(
      @PathVariable CustomerId customer, @Valid @RequestBody Body body, Incoming incoming) {
    Exempt asked =
        new Exempt(
            customer,
            ExemptionId.create(),
            body.rule(),
            body.until().truncatedTo(ChronoUnit.MICROS));
    return Answer.created(
        incoming.send(commands, body.reason(), body.from(), asked),
        "/api/customers/" + customer + "/exemptions");
  }

  @DeleteMapping("/{exemption}")
  @Operation(summary = "End an exemption before its time")
  ResponseEntity<Receipt> end(
      @PathVariable CustomerId customer,
      @PathVariable ExemptionId exemption,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return Answer.done(
        incoming.send(
            commands, note.reason(), note.effectiveAt(), new EndExemption(customer, exemption)));
  }
}

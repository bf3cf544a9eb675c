package custody.command.rule;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Note;
import custody.command.rule.RuleCommand.SetRule;
import custody.command.rule.RuleCommand.WithdrawRule;
import custody.contract.Rule;
import custody.contract.RuleId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/rules")
@Tag(name = "rules")
final class RuleController {
  private final Commands commands;

  RuleController(Commands commands) {
    this.commands = commands;
  }

  /// @param effectiveAt since when it holds; null = from the time it is recorded
  record Setting(
      @Size(max = 200) String name,
      Rule rule,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Set a rule",
      description =
          "Kinds: cadence, tenure, recycling, first-contact, pool-limits. Try it by /dry-run"
              + " first.")
  ResponseEntity<Receipt> create(@Valid @RequestBody Setting body, Incoming incoming) {
    return Answer.created(send(RuleId.create(), body, incoming), "/api/rules");
  }

  @PutMapping("/{rule}")
  @Operation(summary = "Let a rule read differently from a time on")
  ResponseEntity<Receipt> change(
      @PathVariable RuleId rule, @Valid @RequestBody Setting body, Incoming incoming) {
    return Answer.done(send(rule, body, incoming));
  }

  private Receipt send(RuleId rule, Setting body, Incoming incoming) {
    return incoming.send(
        commands, body.reason(), body.effectiveAt(), new SetRule(rule, body.name(), body.rule()));
  }

  @PostMapping("/{rule}/withdrawal")
  @Operation(summary = "Let a rule hold no more")
  ResponseEntity<Receipt> withdraw(
      @PathVariable RuleId rule,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return Answer.done(
        incoming.send(commands, note.reason(), note.effectiveAt(), new WithdrawRule(rule)));
  }
}

package custody.command.ownership;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.service.Caller;
import custody.service.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/customers/{customer}")
@Tag(name = "ownership")
final class OwnershipController {
  private final Commands commands;

  OwnershipController(Commands commands) {
    this.commands = commands;
  }

  record ToRep(
      RepId to, @Nullable Instant effectiveAt, @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/assign")
  @Operation(summary = "Give a customer of a pool to a rep")
  ResponseEntity<Receipt> assign(
      @PathVariable CustomerId customer, @Valid @RequestBody ToRep body, Incoming incoming) {
    return Answer.done(
        incoming.send(
            commands, body.reason(), body.effectiveAt(), new Assign(customer, body.to())));
  }

  @PostMapping("/transfer")
  @Operation(
      summary = "Move a customer to another owner",
      description =
          "Also dated ahead, taking effect by itself, or back as far as the policy allows.")
  ResponseEntity<Receipt> transfer(
      @PathVariable CustomerId customer, @Valid @RequestBody ToRep body, Incoming incoming) {
    return Answer.done(
        incoming.send(
            commands, body.reason(), body.effectiveAt(), new Transfer(customer, body.to())));
  }

  /// @param pool null = the configured pool
  record ToPool(
      @Size(max = 100) @Nullable String pool,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/release")
  @Operation(summary = "Give a customer back to a pool")
  ResponseEntity<Receipt> release(
      @PathVariable CustomerId customer, @Valid @RequestBody ToPool body, Incoming incoming) {
    return Answer.done(
        incoming.send(
            commands, body.reason(), body.effectiveAt(), new Release(customer, body.pool())));
  }

  /// @param by the rep who takes the customer; null = the caller
  record FromPool(
      @Nullable RepId by,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/claim")
  @Operation(summary = "Take a customer from its pool")
  ResponseEntity<Receipt> claim(
      @PathVariable CustomerId customer, @Valid @RequestBody FromPool body, Incoming incoming) {
    RepId by = body.by() == null ? callingRep(incoming.caller()) : body.by();
    return Answer.done(
        incoming.send(commands, body.reason(), body.effectiveAt(), new Claim(customer, by)));
  }

  private static RepId callingRep(Caller caller) {
    if (caller.actor().kind() != Actor.Kind.REP) {
      throw new Problem(
          422, "claimant-missing", "Say which rep takes the customer, in the property by.");
    }
    return RepId.of(caller.actor().id());
  }
}

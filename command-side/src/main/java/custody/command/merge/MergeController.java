package custody.command.merge;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Note;
import custody.command.merge.MergeCommand.MergeInto;
import custody.command.merge.MergeCommand.RevertMerge;
import custody.contract.CustomerId;
import custody.service.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/customers/{customer}/merge")
@Tag(name = "duplicates")
final class MergeController {
  private final Commands commands;

  MergeController(Commands commands) {
    this.commands = commands;
  }

  /// @param into the entry that stays
  record Same(CustomerId into, @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @Operation(
      summary = "Say that this customer is the same as another one, entered twice",
      description =
          "Work goes on with the other one; this one is refused with 409 customer-merged, and is"
              + " found no more. Its history stays, and the other's /history tells it too with"
              + " merged=true.")
  ResponseEntity<Receipt> merge(
      @PathVariable CustomerId customer, @Valid @RequestBody Same body, Incoming incoming) {
    if (!commands.sees(body.into(), incoming.caller())) {
      throw Problem.customerNotFound();
    }
    return Answer.done(
        incoming.send(commands, body.reason(), null, new MergeInto(customer, body.into())));
  }

  @DeleteMapping
  @Operation(summary = "Say that it is a customer of its own after all")
  ResponseEntity<Receipt> revert(
      @PathVariable CustomerId customer,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    return Answer.done(
        incoming.send(commands, Note.of(body).reason(), null, new RevertMerge(customer)));
  }
}

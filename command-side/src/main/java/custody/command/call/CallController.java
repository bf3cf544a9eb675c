package custody.command.call;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.call.CallCommand.LinkRecording;
import custody.command.call.CallCommand.ReceiveCall;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.contract.CallEvent.Call;
import custody.contract.CallId;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.Personal;
import custody.contract.RepId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

/// For telephone systems. Whatever the caller says, these events come through the channel `cti`.
@RestController
@RequestMapping("/api/customers/{customer}/calls")
@Tag(name = "calls")
final class CallController {
  private static final int DAY = 86_400;

  private final Commands commands;

  CallController(Commands commands) {
    this.commands = commands;
  }

  /// @param number who called, E.164 where it is known
  /// @param line which of our numbers or queues was called
  /// @param rep who took it, or whom it was meant for
  /// @param seconds how long it lasted
  record Received(
      Instant startedAt,
      @Size(min = 1, max = 100) String number,
      @Size(max = 100) @Nullable String line,
      @Nullable RepId rep,
      boolean answered,
      @Min(0) @Max(DAY) @Nullable Integer seconds) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Record a call the telephone system received from a customer")
  ResponseEntity<Receipt> received(
      @PathVariable CustomerId customer, @Valid @RequestBody Received body, Incoming incoming) {
    Call details =
        new Call(
            body.startedAt().truncatedTo(ChronoUnit.MICROS),
            Personal.of(body.number()),
            body.line(),
            body.rep(),
            body.answered(),
            body.seconds());
    return Answer.created(
        incoming
            .through(Channel.CTI)
            .send(commands, null, null, new ReceiveCall(customer, CallId.create(), details)),
        "/api/customers/" + customer + "/calls");
  }

  /// @param recording an address or key of the telephone system
  record Recording(@Size(min = 1, max = 2000) String recording) {}

  @PutMapping("/{call}/recording")
  @Operation(summary = "Link a call's recording")
  ResponseEntity<Receipt> recording(
      @PathVariable CustomerId customer,
      @PathVariable CallId call,
      @Valid @RequestBody Recording body,
      Incoming incoming) {
    return Answer.done(
        incoming
            .through(Channel.CTI)
            .send(
                commands,
                null,
                null,
                new LinkRecording(customer, call, Personal.of(body.recording()))));
  }
}

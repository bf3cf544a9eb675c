package custody.command.complaint;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.complaint.ComplaintCommand.EscalateComplaint;
import custody.command.complaint.ComplaintCommand.RaiseComplaint;
import custody.command.complaint.ComplaintCommand.ResolveComplaint;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.contract.Actor;
import custody.contract.ComplaintEvent.Complaint;
import custody.contract.ComplaintEvent.Severity;
import custody.contract.ComplaintId;
import custody.contract.ContactId;
import custody.contract.CustomerId;
import custody.contract.Personal;
import io.swagger.v3.oas.annotations.Operation;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/customers/{customer}/complaints")
@Tag(name = "complaints")
final class ComplaintController {
  private static final String CODE = "[\\p{L}\\p{N} ._-]{1,100}";

  private final Commands commands;

  ComplaintController(Commands commands) {
    this.commands = commands;
  }

  /// @param category a code such as quality, delivery, service, price
  /// @param severity null = medium
  /// @param contact who complained, if a contact
  /// @param due the day by which an answer was promised
  /// @param effectiveAt when the customer complained; null = now
  record Raised(
      @Pattern(regexp = CODE, message = "a code such as delivery") String category,
      @Nullable Severity severity,
      @Size(max = 20_000) String summary,
      @Nullable ContactId contact,
      @Nullable LocalDate due,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Record a customer's complaint")
  ResponseEntity<Receipt> raise(
      @PathVariable CustomerId customer, @Valid @RequestBody Raised body, Incoming incoming) {
    Severity severity = body.severity();
    RaiseComplaint asked =
        new RaiseComplaint(
            customer,
            ComplaintId.create(),
            new Complaint(
                body.category(),
                severity == null ? Severity.MEDIUM : severity,
                Personal.of(body.summary()),
                body.contact(),
                body.due()));
    return Answer.created(
        incoming.send(commands, body.reason(), body.effectiveAt(), asked),
        "/api/customers/" + customer + "/complaints");
  }

  /// @param to whose it is now; null = whoever is above
  record Escalated(
      @Schema(type = "string", description = "`user:<name>` or `rep:<id>`") @Nullable Actor to,
      @Size(max = 2000) @Nullable String note,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/{complaint}/escalate")
  @Operation(summary = "Escalate a complaint that is open")
  ResponseEntity<Receipt> escalate(
      @PathVariable CustomerId customer,
      @PathVariable ComplaintId complaint,
      @Valid @RequestBody(required = false) @Nullable Escalated body,
      Incoming incoming) {
    Escalated said = body == null ? new Escalated(null, null, null, null) : body;
    String note = said.note();
    EscalateComplaint asked =
        new EscalateComplaint(
            customer, complaint, said.to(), note == null ? null : Personal.of(note));
    return Answer.done(incoming.send(commands, said.reason(), said.effectiveAt(), asked));
  }

  /// @param outcome a code such as refunded, replaced, explained
  /// @param resolution what was done about it
  record Resolved(
      @Pattern(regexp = CODE, message = "a code such as replaced") @Nullable String outcome,
      @Size(max = 20_000) String resolution,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/{complaint}/resolve")
  @Operation(summary = "Resolve a complaint")
  ResponseEntity<Receipt> resolve(
      @PathVariable CustomerId customer,
      @PathVariable ComplaintId complaint,
      @Valid @RequestBody Resolved body,
      Incoming incoming) {
    ResolveComplaint asked =
        new ResolveComplaint(customer, complaint, body.outcome(), Personal.of(body.resolution()));
    return Answer.done(incoming.send(commands, body.reason(), body.effectiveAt(), asked));
  }
}

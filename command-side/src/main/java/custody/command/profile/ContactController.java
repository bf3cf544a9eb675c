package custody.command.profile;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Note;
import custody.command.profile.ContactCommand.AddContact;
import custody.command.profile.ContactCommand.AmendContact;
import custody.command.profile.ContactCommand.RemoveContact;
import custody.contract.ContactId;
import custody.contract.CustomerId;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/customers/{customer}/contacts")
@Tag(name = "contacts")
final class ContactController {
  private final Commands commands;
  private final FieldJson fields;

  ContactController(Commands commands, FieldJson fields) {
    this.commands = commands;
    this.fields = fields;
  }

  record Body(
      Map<String, JsonNode> fields,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Add a contact")
  ResponseEntity<Receipt> add(
      @PathVariable CustomerId customer, @Valid @RequestBody Body body, Incoming incoming) {
    AddContact asked =
        new AddContact(
            customer, ContactId.create(), fields.first(FieldCatalog.Of.CONTACT, body.fields()));
    return Answer.created(
        incoming.send(commands, body.reason(), body.effectiveAt(), asked),
        "/api/customers/" + customer + "/contacts");
  }

  @PatchMapping(
      path = "/{contact}",
      consumes = {"application/merge-patch+json", "application/json"})
  @Operation(
      summary = "Amend a contact",
      description = "A JSON merge patch: null clears a field, what is left out stays as it is.")
  ResponseEntity<Receipt> amend(
      @PathVariable CustomerId customer,
      @PathVariable ContactId contact,
      @Valid @RequestBody Body body,
      Incoming incoming) {
    AmendContact asked =
        new AmendContact(customer, contact, fields.patch(FieldCatalog.Of.CONTACT, body.fields()));
    return Answer.done(incoming.send(commands, body.reason(), body.effectiveAt(), asked));
  }

  @DeleteMapping("/{contact}")
  @Operation(
      summary = "Remove a contact",
      description = "Records the removal; the history keeps the contact.")
  ResponseEntity<Receipt> remove(
      @PathVariable CustomerId customer,
      @PathVariable ContactId contact,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return Answer.done(
        incoming.send(
            commands, note.reason(), note.effectiveAt(), new RemoveContact(customer, contact)));
  }
}

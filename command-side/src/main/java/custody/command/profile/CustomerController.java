package custody.command.profile;

import custody.command.Commands;
import custody.command.CustomerCommand;
import custody.command.Receipt;
import custody.command.Rejection;
import custody.command.duplicate.HintLimit;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.contract.Changes;
import custody.contract.CustomerId;
import custody.contract.Holder;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.Kind;
import custody.service.Problem;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import custody.service.looks.Look;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/customers")
@Tag(name = "customers")
final class CustomerController {
  private final Commands commands;
  private final FieldJson fields;
  private final HintLimit limit;

  CustomerController(Commands commands, FieldJson fields, HintLimit limit) {
    this.commands = commands;
    this.fields = fields;
    this.limit = limit;
  }

  /// @param holder the first owner or pool; null = the configured pool
  /// @param despiteLikelyDuplicates true once a person has looked at the likely duplicates
  record Registration(
      Kind kind,
      Map<String, JsonNode> fields,
      @Size(max = 20) @Nullable List<@Valid SourceKey> externalIds,
      @Valid @Nullable Classification classification,
      @Nullable Holder holder,
      @Nullable Boolean despiteLikelyDuplicates,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  record SourceKey(@Size(max = 100) String system, @Size(max = 200) String id) {}

  /// @param colour null = the configured colour of the grade
  record Classification(
      @Size(max = 20) String grade,
      @Pattern(regexp = "#[0-9a-fA-F]{6}", message = "a CSS colour such as #d92d20")
          @Nullable String colour) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Register a customer",
      description =
          "Refused with 409 duplicate-certain and a link if the phone or another unique field"
              + " belongs to a customer already, and with 409 duplicate-likely if the name is like"
              + " others; the latter can be overridden with despiteLikelyDuplicates and a reason.")
  ResponseEntity<Receipt> register(@Valid @RequestBody Registration body, Incoming incoming) {
    return Answer.created(
        incoming.send(
            commands, body.reason(), body.effectiveAt(), asked(CustomerId.create(), body)),
        "/api/customers");
  }

  /// What registering would be answered.
  ///
  /// @param refused null = it would be registered
  record Rehearsal(@Nullable Refused refused) {}

  /// @param code as in problems
  record Refused(String code, String detail, Map<String, Object> properties) {}

  @PostMapping("/rehearsal")
  @Operation(
      summary = "What registering this customer would be answered",
      description =
          "Records no customer. Duplicates are told as a registration tells them: of a customer"
              + " the caller does not see only that there is one, and whom to ask. Who asks is on"
              + " record.")
  Rehearsal rehearse(
      @Valid @RequestBody Registration body, Incoming incoming, HttpServletRequest request) {
    Rules.require(incoming.caller(), Right.REGISTER);
    limit.take(incoming.caller());
    List<CustomerCommand> asked = asked(CustomerId.create(), body);
    Rejection refused = incoming.rehearse(commands, body.reason(), body.effectiveAt(), asked);
    Look.of(request).at(Look.Action.SEARCHED, refused == null ? List.of() : refused.customers());
    return new Rehearsal(
        refused == null
            ? null
            : new Refused(refused.code(), refused.detail(), refused.properties()));
  }

  private List<CustomerCommand> asked(CustomerId customer, Registration body) {
    List<ExternalId> externalIds =
        body.externalIds() == null
            ? List.of()
            : body.externalIds().stream()
                .map(key -> new ExternalId(key.system(), key.id()))
                .toList();
    List<CustomerCommand> asked = new ArrayList<>();
    asked.add(
        new Register(
            customer,
            body.kind(),
            fields.first(FieldCatalog.Of.CUSTOMER, body.fields()),
            externalIds,
            body.holder(),
            Boolean.TRUE.equals(body.despiteLikelyDuplicates())));
    if (body.classification() != null) {
      asked.add(
          new Classify(customer, body.classification().grade(), body.classification().colour()));
    }
    return asked;
  }

  /// @param fields null clears a field, what is left out stays
  record Amendment(
      @Nullable Map<String, JsonNode> fields,
      @Valid @Nullable Classification classification,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PatchMapping(
      path = "/{customer}",
      consumes = {"application/merge-patch+json", "application/json"})
  @Operation(
      summary = "Amend a customer's fields and classification",
      description = "A JSON merge patch: null clears a field, what is left out stays as it is.")
  ResponseEntity<Receipt> amend(
      @PathVariable CustomerId customer, @Valid @RequestBody Amendment body, Incoming incoming) {
    List<CustomerCommand> asked = new ArrayList<>();
    Changes changes = fields.patch(FieldCatalog.Of.CUSTOMER, body.fields());
    if (!changes.isEmpty()) {
      asked.add(new Amend(customer, changes));
    }
    if (body.classification() != null) {
      asked.add(
          new Classify(customer, body.classification().grade(), body.classification().colour()));
    }
    if (asked.isEmpty()) {
      throw new Problem(
          422, "nothing-to-change", "The body changes nothing. Send fields or a classification.");
    }
    return Answer.done(incoming.send(commands, body.reason(), body.effectiveAt(), asked));
  }
}

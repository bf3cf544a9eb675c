package custody.command.profile;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.http.Note;
import custody.command.http.Present;
import custody.command.profile.DateCommand.RemoveDate;
import custody.command.profile.DateCommand.SetDate;
import custody.contract.ContactId;
import custody.contract.CustomerAt;
import custody.contract.CustomerId;
import custody.contract.DateId;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Calendar;
import custody.contract.ProfileEvent.ImportantDate;
import custody.service.http.MergePatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
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
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/customers/{customer}/dates")
@Tag(name = "important dates")
final class DateController {
  private final Commands commands;
  private final Present present;
  private final MergePatch patch;

  DateController(Commands commands, Present present, MergePatch patch) {
    this.commands = commands;
    this.present = present;
    this.patch = patch;
  }

  /// @param kind such as birthday, anniversary, contract-end
  /// @param calendar null = solar
  /// @param yearly null = true
  /// @param remindDaysBefore null = on the day
  record Body(
      @Pattern(regexp = "[a-z][a-z0-9-]{0,49}", message = "a code such as birthday") String kind,
      @Size(max = 200) @Nullable String label,
      LocalDate date,
      @Nullable Calendar calendar,
      @Nullable Boolean yearly,
      @Min(0) @Max(366) @Nullable Integer remindDaysBefore,
      @Nullable ContactId contact,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {

    ImportantDate details() {
      return new ImportantDate(
          kind,
          label == null ? null : Personal.of(label),
          Personal.of(date),
          calendar == null ? Calendar.SOLAR : calendar,
          yearly == null || yearly,
          remindDaysBefore == null ? 0 : remindDaysBefore,
          contact);
    }
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Set an important date")
  ResponseEntity<Receipt> set(
      @PathVariable CustomerId customer, @Valid @RequestBody Body body, Incoming incoming) {
    SetDate asked = new SetDate(customer, DateId.create(), body.details());
    return Answer.created(
        incoming.send(commands, body.reason(), body.effectiveAt(), asked),
        "/api/customers/" + customer + "/dates");
  }

  @PatchMapping(
      path = "/{date}",
      consumes = {"application/merge-patch+json", "application/json"})
  @Operation(
      summary = "Change an important date",
      description = "A JSON merge patch: null clears a property, what is left out stays as it is.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Body.class))))
  ResponseEntity<Receipt> change(
      @PathVariable CustomerId customer,
      @PathVariable DateId date,
      @RequestBody ObjectNode changes,
      Incoming incoming) {
    Present.Customer now = present.at(customer, changes, incoming.caller());
    ImportantDate before = now.part(CustomerAt::dates, date, "date-not-found");
    Body patched = patch.apply(Present.tree(before), changes, Body.class);
    return Answer.done(
        now.expected(incoming)
            .send(
                commands,
                patched.reason(),
                patched.effectiveAt(),
                new SetDate(customer, date, patched.details())));
  }

  @DeleteMapping("/{date}")
  @Operation(
      summary = "Remove an important date",
      description = "Records the removal; the history keeps the date.")
  ResponseEntity<Receipt> remove(
      @PathVariable CustomerId customer,
      @PathVariable DateId date,
      @Valid @RequestBody(required = false) @Nullable Note body,
      Incoming incoming) {
    Note note = Note.of(body);
    return Answer.done(
        incoming.send(commands, note.reason(), note.effectiveAt(), new RemoveDate(customer, date)));
  }
}

package custody.command.inbox;

import custody.access.Accounts;
import custody.command.Commands;
import custody.command.Receipt;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.contract.FollowUpId;
import custody.contract.Personal;
import custody.service.Caller;
import custody.service.CompanyProperties;
import custody.service.Problem;
import custody.service.agenda.Days;
import custody.service.agenda.Entry.Reference;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Everybody's own inbox. What is done with it is no fact of a customer, with one exception: a next
/// step that is done.
@RestController
@RequestMapping("/api/inbox")
@Tag(name = "inbox")
final class InboxController {
  private static final int LONGEST_SNOOZE_DAYS = 366;

  private final Commands commands;
  private final InboxStore store;
  private final Accounts accounts;
  private final Clock clock;
  private final Days days;

  InboxController(
      Commands commands,
      InboxStore store,
      Accounts accounts,
      Clock clock,
      CompanyProperties company) {
    this.commands = commands;
    this.store = store;
    this.accounts = accounts;
    this.clock = clock;
    this.days = new Days(company.zone());
  }

  /// @param until the day on which it comes back, in the company's zone
  record Snooze(LocalDate until) {}

  @PostMapping("/{entry}/snooze")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Put an entry off to a later day")
  void snooze(@PathVariable String entry, @Valid @RequestBody Snooze body, Caller caller) {
    Reference reference = reference(entry);
    LocalDate today = days.of(clock.instant());
    if (!body.until().isAfter(today) || body.until().isAfter(today.plusDays(LONGEST_SNOOZE_DAYS))) {
      throw new Problem(
          422,
          "snooze-invalid",
          "until must be a day after today, and at most " + LONGEST_SNOOZE_DAYS + " days ahead.");
    }
    store.mark(self(caller), reference.toString(), body.until());
  }

  /// @param note how a next step went
  record Done(@Size(max = 2000) @Nullable String note) {}

  @PostMapping("/{entry}/done")
  @Operation(
      summary = "Mark an entry as done",
      description =
          "A next step becomes done for everybody, as a fact of the customer. An entry that asks"
              + " for a contact goes by recording one.")
  ResponseEntity<Receipt> done(
      @PathVariable String entry,
      @Valid @RequestBody(required = false) @Nullable Done body,
      Incoming incoming) {
    Reference reference = reference(entry);
    Actor self = self(incoming.caller());
    return switch (reference.kind()) {
      case NEXT_STEP -> {
        String note = body == null ? null : body.note();
        yield Answer.done(
            incoming.send(
                commands,
                null,
                null,
                new CompleteNextStep(
                    new CustomerId(reference.of()),
                    new FollowUpId(reference.what()),
                    note == null ? null : Personal.of(note))));
      }
      case CADENCE, FIRST_CONTACT ->
          throw new Problem(
              409,
              "entry-needs-contact",
              "This entry goes when the contact is recorded; record the follow-up.");
      case APPROVAL ->
          throw new Problem(
              409,
              "entry-needs-decision",
              "This entry goes when the case is decided: approve it, or plan it anew.");
      case DATE, RECYCLING, TENURE, COVER_END, ALERT, TEAM_OVERDUE, TEAM_RECYCLING, TEAM_TENURE -> {
        store.mark(self, reference.toString(), null);
        yield ResponseEntity.noContent().build();
      }
    };
  }

  @DeleteMapping("/{entry}/mark")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Bring back an entry that was put off or marked as done")
  void unmark(@PathVariable String entry, Caller caller) {
    store.unmark(self(caller), reference(entry).toString());
  }

  record Mail(@Email @Size(max = 254) String address) {}

  @PutMapping("/mail")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Get the inbox by mail, once a day")
  void mail(@Valid @RequestBody Mail body, Caller caller) {
    store.subscribe(known(caller), body.address());
  }

  @DeleteMapping("/mail")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Get the inbox by mail no more")
  void noMail(Caller caller) {
    store.unsubscribe(self(caller));
  }

  /// @param path of the feed; whoever has it sees the inbox. It is not shown again.
  record Feed(String path) {}

  @PostMapping("/feed")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Get the inbox as a calendar feed; the one before is revoked")
  Feed feed(Caller caller) {
    return new Feed("/api/inbox.ics?token=" + store.feed(known(caller)));
  }

  @DeleteMapping("/feed")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Revoke the calendar feed")
  void noFeed(Caller caller) {
    store.revokeFeed(self(caller));
  }

  private static Reference reference(String entry) {
    try {
      return Reference.parse(entry);
    } catch (IllegalArgumentException e) {
      throw new Problem(
          404, "entry-unknown", "There is no such entry; use an id from GET /api/inbox.");
    }
  }

  private static Actor self(Caller caller) {
    Actor account = caller.actor();
    if (account.kind() != Actor.Kind.REP && account.kind() != Actor.Kind.USER) {
      throw new Problem(409, "no-inbox", "Only people have an inbox; a service account has none.");
    }
    return account;
  }

  /// Who is written to, or read to by a program, without asking: whoever may come in is known here,
  /// unless a provider of identities knows it alone.
  private Actor known(Caller caller) {
    Actor self = self(caller);
    if (accounts.access(self).isEmpty()) {
      throw new Problem(
          409,
          "account-elsewhere",
          "Whether you may still see it is known by your identity provider only, so the inbox"
              + " cannot leave the service.");
    }
    return self;
  }
}

package custody.command.erasure;

import custody.command.Commands;
import custody.command.Guard;
import custody.command.Receipt;
import custody.command.erasure.ErasureCommand.Approve;
import custody.command.erasure.ErasureCommand.Open;
import custody.command.erasure.ErasureCommand.Refuse;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.contract.ContactId;
import custody.contract.CustomerId;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent.Subject;
import custody.contract.ErasureId;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.service.Problem;
import custody.service.rights.Authority.Called;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import custody.store.Erasures;
import custody.store.EventLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
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
@RequestMapping("/api/erasures")
@Tag(name = "erasures")
final class ErasureController {
  private final Commands commands;
  private final EventLog events;
  private final Erasures erasures;

  ErasureController(Commands commands, EventLog events, Erasures erasures) {
    this.commands = commands;
    this.events = events;
    this.erasures = erasures;
  }

  /// @param customer whose data it is, or whose contact person's
  /// @param contact the contact person; left out = everything personal of the customer, its contact
  ///     persons' included
  /// @param rep whose data it is, instead of a customer's
  /// @param basis the legal basis: consent, purpose, objection, unlawful, obligation, retention
  /// @param reason what led to it, without naming the person: it is kept
  record Request(
      @Nullable CustomerId customer,
      @Nullable ContactId contact,
      @Nullable RepId rep,
      ErasureBasis basis,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Ask for a person's data to be erased",
      description =
          "Nothing happens before another administrator approves it. Who was responsible for the"
              + " customer, and when, stays.")
  ResponseEntity<Receipt> open(@Valid @RequestBody Request body, Incoming incoming) {
    entitled(incoming);
    Subject subject = subject(body);
    List<Recorded> stream = events.stream(subject.stream());
    require(subject, stream);
    if (body.reason() != null && Naming.names(body.reason(), stream)) {
      throw new Problem(
          422,
          "reason-names-person",
          "The reason is kept when the data is gone: leave names, phone numbers and addresses"
              + " out.");
    }
    ErasureId erasure = ErasureId.create();
    erasures.open(erasure);
    return Answer.created(
        incoming.send(commands, body.reason(), null, new Open(erasure, subject, body.basis())),
        "/api/erasures");
  }

  /// @param reason kept; without naming the person
  record Why(@Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/{erasure}/approve")
  @Operation(
      summary = "Approve an erasure, as another person than who asked for it",
      description = "It is carried out at once, whatever happens meanwhile, and cannot be undone.")
  ResponseEntity<Receipt> approve(
      @PathVariable ErasureId erasure,
      @Valid @RequestBody(required = false) @Nullable Why body,
      Incoming incoming) {
    entitled(incoming);
    return Answer.done(
        incoming.send(commands, body == null ? null : body.reason(), null, new Approve(erasure)));
  }

  @PostMapping("/{erasure}/refuse")
  @Operation(summary = "Refuse an erasure that was asked for, saying why")
  ResponseEntity<Receipt> refuse(
      @PathVariable ErasureId erasure,
      @Valid @RequestBody(required = false) @Nullable Why body,
      Incoming incoming) {
    entitled(incoming);
    return Answer.done(
        incoming.send(commands, body == null ? null : body.reason(), null, new Refuse(erasure)));
  }

  private static void entitled(Incoming incoming) {
    if (!Rules.allow(new Called(incoming.caller().access()), Right.ERASE, Set.of())) {
      throw Incoming.problem(Guard.NOT_ALLOWED);
    }
  }

  private static Subject subject(Request body) {
    CustomerId customer = body.customer();
    RepId rep = body.rep();
    if ((customer == null) == (rep == null) || (rep != null && body.contact() != null)) {
      throw new Problem(
          422,
          "erasure-subject-unclear",
          "Name one: a customer, a customer and one of its contacts, or a rep.");
    }
    return customer != null
        ? Subject.customer(customer, body.contact())
        : Subject.rep(java.util.Objects.requireNonNull(rep));
  }

  private static void require(Subject subject, List<Recorded> stream) {
    boolean there =
        !stream.isEmpty()
            && switch (subject.kind()) {
              case CUSTOMER, CONTACT -> stream.getFirst().event() instanceof Registered;
              case REP -> stream.getFirst().event() instanceof RepEvent;
            };
    if (!there) {
      throw subject.kind() == Subject.Kind.REP
          ? new Problem(404, "rep-not-found", "There is no such rep; check the id.")
          : Problem.customerNotFound();
    }
    ContactId contact = subject.contact();
    if (contact != null
        && stream.stream()
            .noneMatch(
                it ->
                    it.event() instanceof ContactAdded added && added.contact().equals(contact))) {
      throw new Problem(
          404, "contact-not-found", "The customer never had such a contact; check the id.");
    }
  }
}

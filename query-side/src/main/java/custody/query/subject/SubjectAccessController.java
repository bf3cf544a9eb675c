package custody.query.subject;

import custody.access.Accounts;
import custody.access.Sessions;
import custody.contract.Actor;
import custody.contract.ContactId;
import custody.contract.CustomerId;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.looks.LooksAt;
import custody.query.sight.Sight;
import custody.service.Problem;
import custody.service.looks.LookSeal;
import custody.service.rights.Right;
import custody.store.EventLog;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Answers a person who asks what we have of them (GDPR article 15, PIPL article 45).
@RestController
class SubjectAccessController {
  private static final String PATH = "/api/customers/{id}/subject-access";
  private static final String REP_PATH = "/api/reps/{id}/subject-access";

  private final EventLog events;
  private final DataSource database;
  private final LookSeal seal;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Clock clock;

  SubjectAccessController(
      EventLog events,
      DataSource database,
      LookSeal seal,
      Accounts accounts,
      Sessions sessions,
      Clock clock) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.database = database;
    this.seal = seal;
    this.events = events;
    this.clock = clock;
  }

  /// @param contact only what is about this contact person
  @Operation(
      summary = "All data of one person, with where it comes from",
      description = "As JSON, or with Accept: text/html as a page in English or Chinese.")
  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> json(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable ContactId contact,
      Sight sight) {
    return file(
        ContractJson.plain().writeValueAsBytes(read(id, contact, sight)),
        MediaType.APPLICATION_JSON,
        "subject-access.json");
  }

  @GetMapping(path = PATH, produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<byte[]> html(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable ContactId contact,
      Locale locale,
      Sight sight) {
    return file(
        SubjectPage.of(read(id, contact, sight), locale).getBytes(StandardCharsets.UTF_8),
        new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8),
        "subject-access.html");
  }

  @Operation(
      summary = "All data of a rep as a person, with where it comes from",
      description = "As JSON, or with Accept: text/html as a page in English or Chinese.")
  @GetMapping(path = REP_PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> repJson(@PathVariable RepId id, Sight sight) {
    return file(
        ContractJson.plain().writeValueAsBytes(read(id, sight)),
        MediaType.APPLICATION_JSON,
        "subject-access.json");
  }

  @GetMapping(path = REP_PATH, produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<byte[]> repHtml(@PathVariable RepId id, Locale locale, Sight sight) {
    return file(
        SubjectPage.of(read(id, sight), locale).getBytes(StandardCharsets.UTF_8),
        new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8),
        "subject-access.html");
  }

  private RepFile read(RepId id, Sight sight) {
    sight.require(Right.ERASE);
    sight.takenBy(Right.ERASE);
    List<Recorded> stream = events.stream(id.value());
    if (stream.isEmpty() || !(stream.getFirst().event() instanceof RepEvent)) {
      throw new Problem(404, "rep-not-found", "There is no such rep; check the id.");
    }
    RepFile.Account account =
        accounts
            .user(new Actor(Actor.Kind.REP, id.toString()))
            .map(user -> RepFile.Account.of(user, sessions.open(user)))
            .orElse(null);
    return Answers.snapshot(database, db -> RepFile.of(id, stream, account, db, clock.instant()));
  }

  /// To be kept as a file: it is not shown beside our own pages.
  private static ResponseEntity<byte[]> file(byte[] content, MediaType type, String name) {
    return ResponseEntity.ok()
        .contentType(type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(content);
  }

  private SubjectFile read(CustomerId id, @Nullable ContactId contact, Sight sight) {
    sight.require(Right.ERASE);
    sight.takenBy(Right.ERASE);
    List<Recorded> stream = events.stream(id.value());
    if (stream.isEmpty() || !(stream.getFirst().event() instanceof Registered)) {
      throw Problem.customerNotFound();
    }
    if (contact != null
        && stream.stream()
            .noneMatch(
                it ->
                    it.event() instanceof ContactAdded added && added.contact().equals(contact))) {
      throw new Problem(
          404, "contact-not-found", "The customer never had such a contact; check the id.");
    }
    List<LooksAt> looks = Answers.snapshot(database, db -> LooksAt.all(db, id, seal));
    return SubjectFile.of(id, contact, stream, looks, clock.instant());
  }
}

package custody.query.trail;

import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerId;
import custody.contract.Recorded;
import custody.query.Answers;
import custody.query.sight.Sight;
import custody.query.trail.Trail.By;
import custody.query.trail.Trail.Link;
import custody.service.Cursors;
import custody.service.Problem;
import custody.store.EventLog;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// What stands in the store, and what caused it.
@RestController
@Tag(name = "events")
class TrailController {
  private static final int PAGE = 100;

  private final DataSource database;
  private final EventLog log;
  private final Cursors cursors;

  TrailController(DataSource database, EventLog log, Cursors cursors) {
    this.database = database;
    this.log = log;
    this.cursors = cursors;
  }

  /// An event as it stands in the store, its personal data opened.
  ///
  /// @param envelope who, through which channel, why, since when, in which context, from where
  /// @param payload what happened
  /// @param causes the event that caused this one, then that one's cause, and so on
  /// @param caused how many events it caused directly; `GET /api/trail?cause=` lists them
  /// @param correlated how many belong to the same request, import or case, this one included;
  ///     `GET /api/trail?correlation=` lists them
  /// @param inStream how many its case, rule or rep has, this one included; `?stream=` lists them;
  ///     null = it is a customer's, which has a history
  /// @param voidedBy the correction that took it back
  /// @param voids what it takes back, if it is a correction
  record Stored(
      Link event,
      JsonNode envelope,
      JsonNode payload,
      List<Link> causes,
      long caused,
      long correlated,
      @Nullable Long inStream,
      @Nullable Link voidedBy,
      @Nullable Link voids) {}

  /// @param next the cursor of the next page; null if this is the last
  record Links(long position, List<Link> events, @Nullable String next) {}

  @Operation(
      summary = "An event as it stands in the store, and what caused it",
      description =
          "Envelope and payload with personal data opened, the correction that took it back, and"
              + " the chain of what caused it. About a customer that one sees masked only, it is"
              + " refused.")
  @GetMapping("/api/events/{id}")
  Stored event(@PathVariable UUID id, Sight sight) {
    Link found =
        Answers.snapshot(database, db -> Optional.ofNullable(new Trail(db, sight).find(id)))
            .orElseThrow(
                () ->
                    new Problem(
                        404, "event-not-found", "There is no event with this id. Check the id."));
    if (found.stream().kind().equals("customer")) {
      sight.require(new CustomerId(found.stream().id()));
    }
    Recorded recorded =
        log.event(found.stream().id(), found.version() - 1)
            .orElseThrow(() -> new IllegalStateException("the store has no event " + id));
    return Answers.snapshot(
        database,
        db -> {
          Trail trail = new Trail(db, sight);
          return new Stored(
              found,
              ContractJson.plain().valueToTree(recorded.envelope()),
              ContractJson.plain().valueToTree(recorded.event()),
              trail.causes(found),
              trail.count(By.CAUSE, id),
              trail.count(By.CORRELATION, found.correlationId()),
              inStream(trail, found),
              trail.voidedBy(found),
              recorded.event() instanceof Voided it ? trail.find(it.event()) : null);
        });
  }

  private static @Nullable Long inStream(Trail trail, Link of) throws SQLException {
    return of.stream().kind().equals("customer") ? null : trail.count(By.STREAM, of.stream().id());
  }

  /// In the order in which they were recorded, without their content. One of the three is to be
  /// given.
  ///
  /// @param cause the event that caused them directly
  /// @param correlation what the request, import or case has in common
  /// @param stream a rep, rule, handover or erasure case
  @Operation(summary = "Events that one event caused, or that belong together, without content")
  @GetMapping("/api/trail")
  Links events(
      @RequestParam(required = false) @Nullable UUID cause,
      @RequestParam(required = false) @Nullable UUID correlation,
      @RequestParam(required = false) @Nullable UUID stream,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    By by = cause != null ? By.CAUSE : correlation != null ? By.CORRELATION : By.STREAM;
    List<UUID> given = Stream.of(cause, correlation, stream).flatMap(Stream::ofNullable).toList();
    if (given.size() != 1) {
      throw new Problem(
          400, "question-invalid", "Give one of the parameters cause, correlation and stream.");
    }
    UUID id = given.getFirst();
    int size = Answers.limit(limit, PAGE);
    String list = "events " + by + id;
    long after = cursor == null ? 0 : Long.parseLong(cursors.read(list, cursor).getFirst());
    return Answers.snapshot(
        database,
        db -> {
          List<Link> links = new Trail(db, sight).list(by, id, after, size);
          sight.listed(
              links.stream()
                  .map(Link::stream)
                  .filter(it -> it.kind().equals("customer"))
                  .map(Trail.Stream::id)
                  .toList());
          return new Links(
              Answers.position(db, "trail"),
              links,
              links.size() < size
                  ? null
                  : cursors.write(list, List.of(Long.toString(links.getLast().position()))));
        });
  }
}

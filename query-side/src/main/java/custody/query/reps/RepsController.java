package custody.query.reps;

import custody.contract.RepId;
import custody.query.Answers;
import custody.query.projection.AtLeast;
import custody.query.reps.RepAt.Status;
import custody.query.reps.Reps.Rep;
import custody.query.reps.Timeline.Entry;
import custody.query.sight.Sight;
import custody.service.Cursors;
import custody.service.Problem;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// The reps, at any two times, and what each of them owned and did.
@RestController
class RepsController {
  private static final String VIEW = "reps";
  private static final int PAGE = 100;
  private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

  private final DataSource database;
  private final Cursors cursors;
  private final Clock clock;
  private final JsonMapper json;

  RepsController(DataSource database, Cursors cursors, Clock clock, JsonMapper json) {
    this.database = database;
    this.cursors = cursors;
    this.clock = clock;
    this.json = json;
  }

  /// @param position of the last event this answer knows
  /// @param next the cursor of the next page; null if this is the last
  record Directory(
      Instant asOf, Instant knownAt, long position, List<Rep> reps, @Nullable String next) {}

  /// @param position of the last event this answer knows
  record One(Instant asOf, Instant knownAt, long position, Rep rep) {}

  /// @param position of the last event this answer knows
  /// @param next the cursor of the next page; null if this is the last
  record Page(
      Instant to, Instant knownAt, long position, List<Entry> timeline, @Nullable String next) {}

  /// All who had joined by then, in the order of their ids.
  @Operation(summary = "The reps at any two times")
  @GetMapping("/api/reps")
  Directory reps(
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(required = false) @Nullable String territory,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    int size = Answers.limit(limit, PAGE);
    Status wantedStatus = status == null ? null : status(status);
    Predicate<Rep> wanted =
        rep ->
            (team == null || team.equals(rep.team()))
                && (territory == null || territory.equals(rep.territory()))
                && (wantedStatus == null || wantedStatus == rep.status());
    String list = "reps " + team + "|" + territory + "|" + status + "|" + asOf + "|" + knownAt;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    UUID after = last.isEmpty() ? null : UUID.fromString(last.getFirst());
    Instant now = clock.instant();
    Instant at = Objects.requireNonNullElse(asOf, now);
    Instant known = Objects.requireNonNullElse(knownAt, now);
    return Answers.snapshot(
        database,
        db -> {
          List<Rep> reps = Reps.at(db, at, known, null, after, wanted, size);
          String next =
              reps.size() < size
                  ? null
                  : cursors.write(list, List.of(reps.getLast().id().toString()));
          return new Directory(at, known, Answers.position(db, VIEW), reps, next);
        });
  }

  /// One rep at any two times.
  @Operation(summary = "A rep at any two times")
  @GetMapping("/api/reps/{id}")
  One rep(
      @PathVariable RepId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Long atLeast) {
    AtLeast.await(
        atLeast,
        () ->
            Answers.number(
                database,
                "SELECT max(sequence) + 1 FROM view_reps.fact WHERE rep = ?",
                id.value()));
    Instant now = clock.instant();
    Instant at = Objects.requireNonNullElse(asOf, now);
    Instant known = Objects.requireNonNullElse(knownAt, now);
    return Answers.snapshot(
        database,
        db -> {
          List<Rep> reps = Reps.at(db, at, known, id.value(), null, _ -> true, 1);
          if (reps.isEmpty()) {
            throw unknown();
          }
          return new One(at, known, Answers.position(db, VIEW), reps.getFirst());
        });
  }

  /// What the rep owned and did, in the order of time: pages of JSON, or the whole as NDJSON.
  @Operation(summary = "What a rep owned and did, when")
  @GetMapping(
      path = "/api/reps/{id}/timeline",
      produces = {MediaType.APPLICATION_JSON_VALUE, Answers.NDJSON})
  @Nullable ResponseEntity<Page> timeline(
      @PathVariable RepId id,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    int size = Answers.limit(limit, PAGE);
    String list = "timeline " + id + "|" + from + "|" + to + "|" + knownAt;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    Instant now = last.isEmpty() ? clock.instant() : Instant.parse(last.get(3));
    Instant begin = Objects.requireNonNullElse(from, EVER);
    Instant end = Objects.requireNonNullElse(to, now);
    Instant known = Objects.requireNonNullElse(knownAt, now);
    Entry behind =
        last.isEmpty()
            ? null
            : new Entry(
                Instant.parse(last.getFirst()),
                last.get(1),
                UUID.fromString(last.get(2)),
                null,
                null);
    if (Answers.wantsNdjson(request)) {
      Answers.stream(
          database,
          db -> {
            requireRep(db, id, known);
            long position = Answers.position(db, VIEW);
            Answers.begin(response, position);
            stream(db, id, begin, end, known, sight, response);
            return position;
          });
      return null;
    }
    return Answers.snapshot(
        database,
        db -> {
          requireRep(db, id, known);
          List<Entry> entries = Timeline.of(db, id.value(), begin, end, known, behind, size, sight);
          sight.listed(entries.stream().map(Entry::customer).filter(Objects::nonNull).toList());
          String next =
              entries.size() < size ? null : cursors.write(list, key(entries.getLast(), now));
          return ResponseEntity.ok(new Page(end, known, Answers.position(db, VIEW), entries, next));
        });
  }

  private static void requireRep(Connection db, RepId id, Instant knownAt) throws SQLException {
    if (Reps.at(db, Instant.MAX, knownAt, id.value(), null, _ -> true, 1).isEmpty()) {
      throw unknown();
    }
  }

  private void stream(
      Connection db,
      RepId rep,
      Instant from,
      Instant to,
      Instant knownAt,
      Sight sight,
      HttpServletResponse response)
      throws SQLException, IOException {
    OutputStream out = response.getOutputStream();
    Timeline.each(
        db,
        rep.value(),
        from,
        to,
        knownAt,
        sight,
        entry -> {
          out.write(json.writeValueAsBytes(entry));
          out.write('\n');
          if (entry.customer() != null) {
            sight.holds(entry.customer());
          }
        });
  }

  private static List<String> key(Entry last, Instant now) {
    return List.of(last.at().toString(), last.what(), last.event().toString(), now.toString());
  }

  private static Problem unknown() {
    return new Problem(
        404, "rep-not-found", "There is no rep with this id, or none had joined at that time.");
  }

  private static Status status(String text) {
    return Arrays.stream(Status.values())
        .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(400, "status-unknown", "status must be one of active, leaving, left."));
  }
}

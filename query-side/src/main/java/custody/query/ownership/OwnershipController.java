package custody.query.ownership;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.ownership.Ownership.Owned;
import custody.query.ownership.Ownership.Period;
import custody.query.ownership.Ownership.Question;
import custody.query.ownership.Responsible.Cover;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import custody.service.Cursors;
import custody.service.Problem;
import custody.service.looks.Look;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Who owned what, when, and as known when.
@RestController
class OwnershipController {
  private static final int PAGE = 100;

  private final DataSource database;
  private final Cursors cursors;
  private final Clock clock;

  OwnershipController(DataSource database, Cursors cursors, Clock clock) {
    this.database = database;
    this.cursors = cursors;
    this.clock = clock;
  }

  /// @param position of the last event this answer knows
  /// @param owners in the order of time, pool periods included; each begins where the one before
  ///     ends, the last has no end
  /// @param covers who stood in for them, in the order in which they began
  record Owners(
      CustomerId customer,
      Instant knownAt,
      long position,
      List<Period> owners,
      List<Cover> covers) {}

  /// @param position of the last event this answer knows
  /// @param next the cursor of the next page; null if this is the last
  record Page(
      Instant asOf, Instant knownAt, long position, List<Owned> owners, @Nullable String next) {}

  /// Every interval of one customer, with the event behind it.
  @Operation(summary = "Who was responsible when, pool periods included, without gap")
  @GetMapping("/api/customers/{id}/owners")
  Owners owners(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    sight.require(id, atLeast, () -> version(database, id));
    return Answers.snapshot(
        database,
        db -> {
          List<Period> periods = Ownership.periods(db, id.value(), knownAt);
          if (periods.isEmpty()) {
            throw Problem.customerNotFound();
          }
          return new Owners(
              id,
              Objects.requireNonNullElse(knownAt, clock.instant()),
              Answers.position(db, Ownership.VIEW),
              periods,
              Responsible.covers(db, new Responsible.Question(id.value(), null, knownAt)));
        });
  }

  /// Who owned what at a moment, all customers: pages of JSON, or the whole as NDJSON.
  @Operation(summary = "Who owned what at a moment: paged, or whole as NDJSON")
  @GetMapping(
      path = "/api/owners",
      produces = {MediaType.APPLICATION_JSON_VALUE, Answers.NDJSON})
  @Nullable ResponseEntity<Page> all(
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable RepId rep,
      @RequestParam(required = false) @Nullable String pool,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (rep != null && pool != null) {
      throw new Problem(
          400, "holder-ambiguous", "A customer is with a rep or in a pool: ask for one of them.");
    }
    return answer(
        new Asked(asOf, knownAt, rep, pool, false), cursor, limit, sight, request, response);
  }

  /// The customers of one rep at a moment: pages of JSON, or the whole as NDJSON. Those the rep
  /// stands in for have a `cover`, and somebody else as their holder.
  ///
  /// @param covered false leaves those out
  @Operation(summary = "What a rep owned at a moment, and whom the rep stood in for")
  @GetMapping(
      path = "/api/reps/{id}/customers",
      produces = {MediaType.APPLICATION_JSON_VALUE, Answers.NDJSON})
  @Nullable ResponseEntity<Page> ofRep(
      @PathVariable RepId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(defaultValue = "true") boolean covered,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (Answers.number(database, "SELECT 1 FROM view_reps.fact WHERE rep = ?", id.value()) == 0) {
      throw new Problem(404, "rep-not-found", "There is no rep with this id. Check the id.");
    }
    return answer(
        new Asked(asOf, knownAt, id, null, covered), cursor, limit, sight, request, response);
  }

  /// All views go forward together, and the history sees every event.
  static long version(DataSource database, CustomerId id) {
    return Answers.number(
        database,
        "SELECT max(sequence) + 1 FROM view_history.event WHERE customer = ?",
        id.value());
  }

  private record Asked(
      @Nullable Instant asOf,
      @Nullable Instant knownAt,
      @Nullable RepId rep,
      @Nullable String pool,
      boolean covered) {
    Question question(Instant moment, @Nullable UUID after, Condition seen) {
      return new Question(moment, knownAt, rep, pool, covered, after, seen);
    }
  }

  private @Nullable ResponseEntity<Page> answer(
      Asked asked,
      @Nullable String cursor,
      @Nullable Integer limit,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Condition seen = sight.seen("had.customer");
    Instant now = clock.instant();
    if (Answers.wantsNdjson(request)) {
      Look.of(request).impersonal();
      Question all = asked.question(Objects.requireNonNullElse(asked.asOf(), now), null, seen);
      Ownership.stream(
          database, all, position -> Answers.begin(response, position), response.getOutputStream());
      return null;
    }
    int size = Answers.limit(limit, PAGE);
    // Pages of one list are of one moment: the first page's.
    String list = "owners " + asked;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    Instant moment =
        last.isEmpty() ? Objects.requireNonNullElse(asked.asOf(), now) : Instant.parse(last.get(1));
    UUID after = last.isEmpty() ? null : UUID.fromString(last.getFirst());
    Question question = asked.question(moment, after, seen);
    return Answers.snapshot(
        database,
        db -> {
          List<Owned> owned = Ownership.page(db, question, size);
          sight.listed(owned.stream().map(Owned::customer).toList());
          String next =
              owned.size() < size
                  ? null
                  : cursors.write(
                      list, List.of(owned.getLast().customer().toString(), moment.toString()));
          return ResponseEntity.ok(
              new Page(
                  moment,
                  Objects.requireNonNullElse(asked.knownAt(), now),
                  Answers.position(db, Ownership.VIEW),
                  owned,
                  next));
        });
  }
}

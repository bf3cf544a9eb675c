package custody.query.ownership;

import custody.contract.CustomerId;
import custody.query.Answers;
import custody.query.ownership.Responsible.Collaborator;
import custody.query.ownership.Responsible.Cover;
import custody.query.ownership.Responsible.Exemption;
import custody.query.ownership.Responsible.Question;
import custody.query.ownership.Responsible.Steward;
import custody.query.sight.Sight;
import custody.service.Problem;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Who is responsible for a customer beside its owner, at any two times.
@RestController
@RequestMapping("/api/customers/{id}")
class ResponsibleController {
  private final DataSource database;
  private final Clock clock;

  ResponsibleController(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// @param asOf null = at any time
  /// @param position of the last event this answer knows
  record Covers(
      CustomerId customer,
      @Nullable Instant asOf,
      Instant knownAt,
      long position,
      List<Cover> covers) {}

  /// @param asOf null = at any time
  /// @param position of the last event this answer knows
  record Collaborators(
      CustomerId customer,
      @Nullable Instant asOf,
      Instant knownAt,
      long position,
      List<Collaborator> collaborators) {}

  /// @param asOf null = at any time
  /// @param position of the last event this answer knows
  record Stewards(
      CustomerId customer,
      @Nullable Instant asOf,
      Instant knownAt,
      long position,
      List<Steward> stewards) {}

  /// @param asOf null = at any time
  /// @param position of the last event this answer knows
  record Exemptions(
      CustomerId customer,
      @Nullable Instant asOf,
      Instant knownAt,
      long position,
      List<Exemption> exemptions) {}

  /// Whoever began last acts; all in force see and record.
  ///
  /// @param asOf those in force then; all, past and to come, unless given
  @Operation(summary = "Who stood, stands or will stand in for the owner")
  @GetMapping("/covers")
  Covers covers(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    return answer(
        id,
        asOf,
        knownAt,
        atLeast,
        sight,
        (db, question, known, position) ->
            new Covers(id, asOf, known, position, Responsible.covers(db, question)));
  }

  /// @param asOf those in force then; all unless given
  @Operation(summary = "Which other reps have or had access, whoever owns the customer")
  @GetMapping("/collaborators")
  Collaborators collaborators(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    return answer(
        id,
        asOf,
        knownAt,
        atLeast,
        sight,
        (db, question, known, position) ->
            new Collaborators(id, asOf, known, position, Responsible.collaborators(db, question)));
  }

  /// @param asOf those in force then; all unless given
  @Operation(summary = "Which members of the customer department are or were responsible too")
  @GetMapping("/stewards")
  Stewards stewards(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    return answer(
        id,
        asOf,
        knownAt,
        atLeast,
        sight,
        (db, question, known, position) ->
            new Stewards(id, asOf, known, position, Responsible.stewards(db, question)));
  }

  /// @param asOf those in force then; all unless given
  @Operation(summary = "When rules may not take the customer back, and why")
  @GetMapping("/exemptions")
  Exemptions exemptions(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    return answer(
        id,
        asOf,
        knownAt,
        atLeast,
        sight,
        (db, question, known, position) ->
            new Exemptions(id, asOf, known, position, Responsible.exemptions(db, question)));
  }

  private interface Reading<T> {
    T read(Connection db, Question question, Instant knownAt, long position) throws SQLException;
  }

  private <T> T answer(
      CustomerId id,
      @Nullable Instant asOf,
      @Nullable Instant knownAt,
      @Nullable Long atLeast,
      Sight sight,
      Reading<T> reading) {
    sight.require(id, atLeast, () -> OwnershipController.version(database, id));
    if (Answers.number(
            database, "SELECT 1 FROM view_ownership.move WHERE customer = ? LIMIT 1", id.value())
        == 0) {
      throw Problem.customerNotFound();
    }
    return Answers.snapshot(
        database,
        db ->
            reading.read(
                db,
                new Question(id.value(), asOf, knownAt),
                Objects.requireNonNullElse(knownAt, clock.instant()),
                Answers.position(db, Ownership.VIEW)));
  }
}

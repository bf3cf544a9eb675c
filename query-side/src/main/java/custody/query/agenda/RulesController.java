package custody.query.agenda;

import custody.contract.Rule;
import custody.contract.RuleEvent.RuleSet;
import custody.contract.RuleId;
import custody.query.Answers;
import custody.query.projection.AtLeast;
import custody.service.Caller;
import custody.service.Problem;
import custody.service.agenda.AgendaReader;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The rules and how they came to read as they do. Everybody may read them.
@RestController
@Tag(name = "rules")
class RulesController {
  private final DataSource database;
  private final Clock clock;

  RulesController(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// @param position of the last event this answer knows
  record Holding(Instant asOf, Instant knownAt, long position, List<Version> rules) {}

  /// @param position of the last event this answer knows
  record One(Instant asOf, Instant knownAt, long position, Version rule) {}

  /// @param position of the last event this answer knows
  record History(RuleId id, long position, List<Version> versions) {}

  /// A rule as it was set, or withdrawn.
  ///
  /// @param version which events caused by it name
  /// @param name null if it was withdrawn
  /// @param rule null if it was withdrawn
  /// @param effectiveAt since when it holds so
  /// @param actor who set it
  record Version(
      RuleId id,
      long version,
      @Nullable String name,
      @Nullable Rule rule,
      Instant effectiveAt,
      Instant recordedAt,
      UUID event,
      String actor,
      @Nullable String reason) {}

  @Operation(summary = "The rules that hold, at any two times")
  @GetMapping("/api/rules")
  Holding rules(
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      Caller caller) {
    Instant now = clock.instant();
    Instant at = asOf == null ? now : asOf;
    Instant known = knownAt == null ? now : knownAt;
    return Answers.snapshot(
        database, db -> new Holding(at, known, AgendaReader.position(db), at(db, null, at, known)));
  }

  @Operation(summary = "A rule at any two times")
  @GetMapping("/api/rules/{id}")
  One rule(
      @PathVariable RuleId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Long atLeast,
      Caller caller) {
    await(id, atLeast);
    Instant now = clock.instant();
    Instant at = asOf == null ? now : asOf;
    Instant known = knownAt == null ? now : knownAt;
    return Answers.snapshot(
        database,
        db ->
            at(db, id, at, known).stream()
                .findFirst()
                .map(version -> new One(at, known, position(db), version))
                .orElseThrow(RulesController::unknown));
  }

  @Operation(summary = "Every version of a rule: set by whom, when, since when and why")
  @GetMapping("/api/rules/{id}/history")
  History history(
      @PathVariable RuleId id,
      @RequestParam(required = false) @Nullable Long atLeast,
      Caller caller) {
    await(id, atLeast);
    return Answers.snapshot(
        database,
        db -> {
          List<Version> versions = all(db, id);
          if (versions.isEmpty()) {
            throw unknown();
          }
          return new History(id, AgendaReader.position(db), versions);
        });
  }

  private static long position(Connection db) {
    try {
      return AgendaReader.position(db);
    } catch (SQLException e) {
      throw Answers.failure("read a view", e);
    }
  }

  private void await(RuleId id, @Nullable Long atLeast) {
    AtLeast.await(
        atLeast,
        () ->
            Answers.number(
                database, "SELECT max(version) FROM view_agenda.rule WHERE rule = ?", id.value()));
  }

  private static Problem unknown() {
    return new Problem(404, "rule-not-found", "There is no such rule; check the id.");
  }

  /// @param only this rule; null = all
  static List<Version> at(Connection db, @Nullable RuleId only, Instant asOf, Instant knownAt)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT * FROM (
              SELECT DISTINCT ON (rule) rule, version, payload, effective_at, recorded_at, event,
                actor, reason
              FROM view_agenda.rule
              WHERE effective_at <= ? AND recorded_at <= ?
              ORDER BY rule, effective_at DESC, position DESC) r
            WHERE payload IS NOT NULL
            """
                + (only == null ? "" : " AND rule = ?")
                + " ORDER BY rule")) {
      Answers.set(query, 1, asOf);
      Answers.set(query, 2, knownAt);
      if (only != null) {
        query.setObject(3, only.value());
      }
      return read(query);
    }
  }

  private static List<Version> all(Connection db, RuleId id) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT rule, version, payload, effective_at, recorded_at, event, actor, reason
            FROM view_agenda.rule WHERE rule = ? ORDER BY version
            """)) {
      query.setObject(1, id.value());
      return read(query);
    }
  }

  private static List<Version> read(PreparedStatement query) throws SQLException {
    List<Version> versions = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        String payload = row.getString(3);
        RuleSet set =
            payload == null ? null : ContractJson.plain().readValue(payload, RuleSet.class);
        Instant effectiveAt = Answers.instant(row, 4);
        Instant recordedAt = Answers.instant(row, 5);
        if (effectiveAt == null || recordedAt == null) {
          throw new SQLException("times are never null");
        }
        versions.add(
            new Version(
                new RuleId(row.getObject(1, UUID.class)),
                row.getLong(2),
                set == null ? null : set.name(),
                set == null ? null : set.rule(),
                effectiveAt,
                recordedAt,
                row.getObject(6, UUID.class),
                row.getString(7),
                row.getString(8)));
      }
    }
    return versions;
  }
}
